using Gan.MLNet;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cookbook;

/// <summary>Fills in what masks show white.</summary>
internal static class Holes
{
    /// <summary>Draws masks to try it with: a white square in the middle of each picture.</summary>
    public static void DrawMasks(string pictures, string masks)
    {
        Directory.CreateDirectory(masks);
        foreach (var picture in NamedPicture.In(pictures))
        {
            using var image = MLImage.CreateFromFile(Path.Combine(pictures, picture.File));
            var pixels = new byte[image.Width * image.Height * 4];
            for (var y = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
            {
                var isHole = Math.Abs(2 * x - image.Width) < image.Width / 3 && Math.Abs(2 * y - image.Height) < image.Height / 3;
                var pixel = pixels.AsSpan((y * image.Width + x) * 4, 4);
                pixel.Fill(isHole ? byte.MaxValue : byte.MinValue);
                pixel[3] = byte.MaxValue;
            }

            using var mask = MLImage.CreateFromPixels(image.Width, image.Height, MLPixelFormat.Rgba32, pixels);
            mask.Save(Path.Combine(masks, picture.File));
        }
    }

    /// <summary>Each picture with its mask of the same name.</summary>
    public static void Fill(string bundleFolder, string pictures, string masks, string filled)
    {
        var ml = new MLContext();
        var bundle = GanBundle.Load(bundleFolder);
        var files = ml.Data.LoadFromEnumerable(NamedPicture.In(pictures));
        var options = new TranslatorOptions
        {
            InputColumnName = "Damaged",
            MaskColumnName = "Mask",
            OutputColumnName = "Picture",
        };
        var pipeline = ml
            .Transforms.LoadGanImages("Damaged", pictures, "File")
            .Append(ml.Transforms.LoadGanImages("Mask", masks, "File"))
            .Append(ml.Transforms.ApplyGanTranslator(bundle, options));
        using var model = pipeline.Fit(files);

        Directory.CreateDirectory(filled);
        foreach (var row in ml.Data.CreateEnumerable<Result>(model.Transform(files), reuseRowObject: false))
        {
            using var picture = row.Picture;
            picture.Save(Path.Combine(filled, row.File));
        }
    }
}
