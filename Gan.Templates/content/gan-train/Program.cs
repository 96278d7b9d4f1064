// Trains a GAN and exports it: dotnet run -c Release -- 2000 photos/
//
// Without a folder of pictures it learns the built-in handwritten digits. Ctrl-C saves a checkpoint; the same command goes on.
using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;

var steps = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
var data =
    args.Length > 1 ? ImageFolder.Read(args[1], new ImageFolderOptions { Width = 64, Height = 64 }).Data : Dataset.Digits();
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

// What a recipe's settings are and may be: `gan recipes dcgan`, or the properties of DcganRecipe.
using var trainer = new GanTrainer(new DcganRecipe(), data, new TrainingSettings { Seed = 1 });
var run = new TrainingRun(trainer, "run");
if (run.TryResume())
    Console.WriteLine($"goes on after step {trainer.Step}");
try
{
    run.Continue(
        steps,
        progress => Console.WriteLine($"step {progress.Report.Step} of {steps}: {Losses(progress.Report)}"),
        stop.Token
    );
}
catch (OperationCanceledException)
{
    Console.WriteLine($"stopped after step {trainer.Step}; run it again to go on");
    return;
}

// Each file is compared with the network it came from before it is written.
var (bundle, differences) = BundleExporter.Export(trainer, (run.StartedUtc, run.TrainedFor));
bundle.Save("bundle");
Console.WriteLine(
    $"exported to the folder bundle; differs from its networks by {differences.Max(d => d.MaximumAbsolute):0.0e0} at most"
);

static string Losses(StepReport report) => string.Join(", ", report.Losses.Select(loss => $"{loss.Key} {loss.Value:0.000}"));
