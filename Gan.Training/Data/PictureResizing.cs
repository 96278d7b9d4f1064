namespace Gan.Training.Data;

/// <summary>Brings pictures to one size and one number of channels. The same bytes give the same numbers on every
/// machine.</summary>
internal static class PictureResizing
{
    /// <summary>The picture as channels x height x width, values 0 to 255.</summary>
    public static float[] ToSample(PixelGrid picture, ImageFolderOptions options)
    {
        var (left, top, width, height) = Region(picture, options);
        var (columnsFrom, columnCount, rowsFrom, rowCount) = Place(picture, options);
        var columns = Resampling.Area(left, width, columnCount, picture.Width);
        var rows = Resampling.Area(top, height, rowCount, picture.Height);
        var sample = new float[options.Channels * options.Height * options.Width];
        for (var c = 0; c < options.Channels; c++)
        {
            var plane = options.Channels == 1 ? picture.Grey() : picture.Channel(c);
            var resampled = Resampling.Resample(plane, picture.Width, rows, columns);
            for (var y = 0; y < rowCount; y++)
            {
                for (var x = 0; x < columnCount; x++)
                    sample[(c * options.Height + rowsFrom + y) * options.Width + columnsFrom + x] = (float)
                        Math.Clamp(resampled[y * columnCount + x], 0, 255);
            }
        }

        return sample;
    }

    /// <summary>What of the picture is used: its middle in the sample's proportions, or all of it.</summary>
    private static (double Left, double Top, double Width, double Height) Region(PixelGrid picture, ImageFolderOptions options)
    {
        if (options.Fitting != PictureFitting.Crop)
            return (0, 0, picture.Width, picture.Height);
        var scale = Math.Min((double)picture.Width / options.Width, (double)picture.Height / options.Height);
        var (width, height) = (scale * options.Width, scale * options.Height);
        return ((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }

    /// <summary>Which pixels of the sample are filled: all, or as many in the middle as keep the picture's proportions.</summary>
    private static (int ColumnsFrom, int Columns, int RowsFrom, int Rows) Place(PixelGrid picture, ImageFolderOptions options)
    {
        if (options.Fitting != PictureFitting.Fit)
            return (0, options.Width, 0, options.Height);
        var scale = Math.Max((double)picture.Width / options.Width, (double)picture.Height / options.Height);
        var columns = Math.Clamp((int)Math.Round(picture.Width / scale), 1, options.Width);
        var rows = Math.Clamp((int)Math.Round(picture.Height / scale), 1, options.Height);
        return ((options.Width - columns) / 2, columns, (options.Height - rows) / 2, rows);
    }
}
