// Uses a trained bundle from an ordinary ML.NET app: generates digits and computes features of them. No libtorch is loaded;
// the app references Gan.MLNet alone.
//
//   dotnet run --project samples/DigitsFromAnApp -- models/digits-dcgan
using DigitsFromAnApp;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Microsoft.ML;

var ml = new MLContext(seed: 1);
var bundle = GanBundle.Load(args.Length > 0 ? args[0] : "models/digits-dcgan");

// A pipeline like any other: a picture from a seed, and the discriminator's features of it.
var seeds = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(i => new Request { Seed = (ulong)i }));
var pipeline = ml
    .Transforms.ApplyGanGenerator(bundle, "Picture", seedColumnName: "Seed")
    .Append(ml.Transforms.ApplyGanFeaturizer(bundle, "Features", "Picture"));
using var model = pipeline.Fit(seeds);

// A thousand rows at once, in batches ...
var rows = ml.Data.CreateEnumerable<Digit>(model.Transform(seeds), reuseRowObject: false).ToArray();
Console.WriteLine($"{rows.Length} digits of {rows[0].Picture.Length} pixels, {rows[0].Features.Length} features each");

// ... or one at a time, from a model that was saved and loaded.
ml.Model.Save(model, seeds.Schema, "digits.zip");
var loaded = new MLContext().LoadGanModel("digits.zip", out _);
using var engine = ml.Model.CreatePredictionEngine<Request, Digit>(loaded);
var digit = engine.Predict(new Request { Seed = 7 });
var difference = digit.Picture.Zip(rows[7].Picture, (a, b) => Math.Abs(a - b)).Max(); // by rounding at most
Console.WriteLine($"seed 7, the same as before: {difference < 1e-3f}");
for (var y = 0; y < 8; y++)
    Console.WriteLine(
        string.Concat(
            digit.Picture.Skip(y * 8).Take(8).Select(v => " .:-=+*#@"[Math.Clamp((int)(v / 2), 0, 8)]).SelectMany(c => $"{c}{c}")
        )
    );
File.Delete("digits.zip");
