using Gan.MLNet;
using Gan.Onnx.Bundles;
using Microsoft.ML;

namespace Cookbook;

/// <summary>Makes a folder of small pictures twice as large.</summary>
internal static class Thumbnails
{
    public static void Enlarge(string bundleFolder, string from, string to)
    {
        var ml = new MLContext();
        var bundle = GanBundle.Load(bundleFolder);
        var thumbnails = ml.Data.LoadFromEnumerable(NamedPicture.In(from));
        var pipeline = ml
            .Transforms.LoadGanImages("Small", from, "File")
            .Append(ml.Transforms.ApplyGanTranslator(bundle, "Picture", "Small"));
        using var model = pipeline.Fit(thumbnails);

        // Pictures are read, enlarged and written one after the other, so a folder may be of any size.
        Directory.CreateDirectory(to);
        foreach (var row in ml.Data.CreateEnumerable<Result>(model.Transform(thumbnails), reuseRowObject: false))
        {
            using var picture = row.Picture;
            picture.Save(Path.Combine(to, row.File));
            Console.WriteLine($"{row.File}: {picture.Width} x {picture.Height} pixels");
        }
    }
}
