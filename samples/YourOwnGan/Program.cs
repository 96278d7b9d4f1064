using Gan.MLNet;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;
using Microsoft.ML;
using Microsoft.ML.Data;
using YourOwnGan;

// Trains a method of its own, exports it, and uses the bundle as any other. The number of steps, the bundle's folder and the
// method may be given.
var steps = args is [var text, ..] ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 2000;
var folder = args is [_, var path, ..] ? path : "aae";
Recipe[] methods = [new AdversarialAutoencoderRecipe(), new HingeGanRecipe()];
var name = args is [_, _, var method, ..] ? method : methods[0].Name;
if (methods.FirstOrDefault(known => known.Name == name) is not { } recipe)
{
    Console.Error.WriteLine($"There is no method '{name}' here: {string.Join(" or ", methods.Select(known => known.Name))}.");
    return 1;
}

using var trainer = new GanTrainer(recipe, Dataset.Digits(), new TrainingSettings { ReportEvery = 500 });
var started = DateTime.UtcNow;
trainer.TrainUntil(
    steps,
    report => Console.WriteLine($"step {report.Step}: {string.Join(", ", report.Losses.Select(l => $"{l.Key} {l.Value:F3}"))}")
);

var (bundle, differences) = BundleExporter.Export(trainer, (started, DateTime.UtcNow - started));
foreach (var difference in differences)
    Console.WriteLine($"export '{difference.Output}' differs from its network by at most {difference.MaximumAbsolute:0.0e0}");
bundle.Save(folder);

var ml = new MLContext(seed: 1);
var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { Seed = (uint)i }));
var digits = ml.Transforms.ApplyGanGenerator(bundle, "Sample", seedColumnName: "Seed").Fit(rows).Transform(rows);
foreach (var sample in digits.GetColumn<float[]>("Sample"))
    Console.WriteLine($"a digit of {sample.Length} pixels, {sample.Average():F1} bright on average");
return 0;

internal sealed class Row
{
    public uint Seed { get; set; }
}
