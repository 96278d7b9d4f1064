// Colours line drawings in an ordinary ML.NET app, by a bundle that pix2pix trained. No libtorch is loaded; the app references
// Gan.MLNet alone.
//
//   dotnet run --project samples/ColourADrawing -- models/emoji-colours samples/ColourADrawing/drawings coloured
using ColourADrawing;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Microsoft.ML;

var ml = new MLContext(seed: 1);
var (path, folder, output) = args is [var first, var second, var third, ..]
    ? (first, second, third)
    : ("models/emoji-colours", "samples/ColourADrawing/drawings", "coloured");
var bundle = GanBundle.Load(path);
Directory.CreateDirectory(output);

// Drawings from files; the translator adds the coloured picture of each.
var drawings = ml.Data.LoadFromEnumerable(
    Directory.EnumerateFiles(folder, "*.png").Order().Select(file => new Drawing { File = Path.GetFileName(file) })
);
var pipeline = ml
    .Transforms.LoadGanImages("Drawing", folder, "File")
    .Append(ml.Transforms.ApplyGanTranslator(bundle, "Picture", "Drawing"));
using var model = pipeline.Fit(drawings);
foreach (var coloured in ml.Data.CreateEnumerable<Coloured>(model.Transform(drawings), reuseRowObject: false))
{
    using var picture = coloured.Picture;
    picture.Save(Path.Combine(output, coloured.File));
    Console.WriteLine($"{coloured.File}: {picture.Width} x {picture.Height} pixels");
}
