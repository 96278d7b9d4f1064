using Gan.MLNet.Batching;
using Gan.MLNet.Images;
using Gan.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.Training.Data;

/// <summary>Reads image columns of an ML.NET view into memory, as <see cref="ImageFolderDataset"/> reads files.</summary>
internal static class ImageColumnReader
{
    /// <summary>Reads columns together, in one pass.</summary>
    /// <param name="view">The view.</param>
    /// <param name="columns">Their names, and how their images become samples.</param>
    /// <returns>A data set for each, with a sample for each row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or holds no images.</exception>
    /// <exception cref="GanException">A row has no image, or there are no rows.</exception>
    public static Dataset[] Read(IDataView view, params (string Name, ImageFolderOptions Options)[] columns)
    {
        var found = columns.Select(c => Find(view, c.Name)).ToArray();
        var read = columns.Select(_ => new List<float>()).ToArray();
        using (var cursor = view.GetRowCursor(found.DistinctBy(c => c.Index)))
        {
            var getters = found.Select(column => cursor.GetGetter<MLImage>(column)).ToArray();
            var samplers = columns.Select(c => ImageSamples.Sampler(c.Options)).ToArray();
            MLImage? image = null;
            while (cursor.MoveNext())
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    // The image stays its column's, which releases it.
                    getters[i](ref image!);
                    if (image is null)
                        throw new GanException($"The column '{columns[i].Name}' has no image in row {cursor.Position + 1}.");
                    using var copy = RgbaImage.From(image);
                    var sample = new float[Size(columns[i].Options)];
                    samplers[i].ToSample(copy, sample);
                    read[i].AddRange(sample);
                }
            }
        }

        return [.. columns.Select((column, i) => ToDataset(column.Name, column.Options, read[i]))];
    }

    private static Dataset ToDataset(string name, ImageFolderOptions options, List<float> values) =>
        values.Count == 0
            ? throw new GanException($"The column '{name}' has no rows.")
            : new Dataset(
                $"column '{name}'",
                [options.Channels, options.Height, options.Width],
                [.. values],
                null,
                ByteSamples.Range
            );

    private static int Size(ImageFolderOptions options) => checked(options.Channels * options.Height * options.Width);

    private static DataViewSchema.Column Find(IDataView view, string name)
    {
        var column = InputColumns.Find(view.Schema, name);
        return column.Type is ImageDataViewType
            ? column
            : throw InputColumns.Mismatch(nameof(view), name, "an image", column.Type.ToString()!);
    }
}
