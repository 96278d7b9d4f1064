// Draws what sentences say in an ordinary ML.NET app, by a bundle that StackGAN trained. The text encoder is in the bundle; no
// libtorch is loaded, and the app references Gan.MLNet alone.
//
//   dotnet run --project samples/PictureOfASentence -- models/captioned-shapes pictures "a red circle at the top left"
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using PictureOfASentence;

var ml = new MLContext(seed: 1);
var (path, output, sentences) = args is [var first, var second, ..]
    ? (first, second, args[2..])
    : ("models/captioned-shapes", "pictures", []);
if (sentences.Length == 0)
    sentences = ["a red circle at the top left", "in the middle a cross in yellow", "triangle, blue, at the bottom right"];
var bundle = GanBundle.Load(path);
Directory.CreateDirectory(output);

// A picture for each sentence; another seed, another picture of the same words.
var wishes = ml.Data.LoadFromEnumerable(sentences.Select(sentence => new Wish { Caption = sentence, Seed = 1 }));
var pipeline = ml.Transforms.ApplyGanGenerator(
    bundle,
    new GeneratorOptions
    {
        OutputColumnName = "Picture",
        OutputKind = GeneratedKind.Image,
        TextColumnName = "Caption",
        SeedColumnName = "Seed",
    }
);
using var model = pipeline.Fit(wishes);
foreach (var (number, drawn) in ml.Data.CreateEnumerable<Drawn>(model.Transform(wishes), reuseRowObject: false).Index())
{
    using var picture = drawn.Picture;
    var file = Path.Combine(output, $"{number + 1}.png");
    picture.Save(file);
    Console.WriteLine($"{file}: {drawn.Caption}");
}
