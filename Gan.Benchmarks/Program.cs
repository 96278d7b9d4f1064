using System.CommandLine;
using Gan.Benchmarks;
using Gan.Benchmarks.Anomaly;
using Gan.Benchmarks.Editing;
using Gan.Benchmarks.Evaluation;
using Gan.Benchmarks.Gates;
using Gan.Benchmarks.Inference;
using Gan.Benchmarks.MLNet;
using Gan.Benchmarks.Pictures;
using Gan.Benchmarks.Rows;
using Gan.Benchmarks.Tables;
using Gan.Benchmarks.Tabular;
using Gan.Benchmarks.Training;
using Gan.Onnx;

var rounds = NumberOption.Create("--rounds", "Rounds of each pair.", 15, 1);
var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
var game = new Option<string?>("--only") { Description = "One game: mlp, dcgan, wgan-gp or sn-resnet." };
var threads = NumberOption.Create("--threads", "Threads of both.", Environment.ProcessorCount, 1);
var device = new Option<string>("--device")
{
    Description = "What both train on: cpu, cuda, cuda:N, or auto.",
    DefaultValueFactory = _ => "cpu",
};
var maps = NumberOption.Create("--maps", "Feature maps of the convolutional games; half as many in residual ones.", 32, 2);
var batch = NumberOption.Create("--batch", "Samples of a batch.", 64, 2);
var training = new Command("training", "Training speed beside Python's torch, in turns.")
{
    rounds,
    game,
    threads,
    device,
    maps,
    batch,
    json,
};
training.SetAction(result =>
    TrainingBenchmark.Run(
        result.GetValue(rounds),
        result.GetValue(game),
        result.GetValue(threads),
        result.GetRequiredValue(device),
        result.GetValue(maps),
        result.GetValue(batch),
        result.GetValue(json)
    )
);

var steps = NumberOption.Create<long>("--steps", "Steps to train.", 10_000, 1);
var memoryRecipe = new Option<string>("--recipe")
{
    Description = $"What trains: a recipe on the digits, or '{MemoryBenchmark.All}' for each, small, in a process of its own.",
    DefaultValueFactory = _ => "dcgan",
};
var memory = new Command("memory", "Resident memory over a long training run.") { memoryRecipe, steps };
memory.SetAction(result => MemoryBenchmark.Run(result.GetRequiredValue(memoryRecipe), result.GetValue(steps)));

var watchedSteps = NumberOption.Create<long>("--steps", "Steps of the run that the cost is a share of.", 10_000, 1);
var watching = new Command("watching", "What a run's pictures, film and report cost beside its training.") { watchedSteps };
watching.SetAction(result => WatchingBenchmark.Run(result.GetValue(watchedSteps)));

var evaluationRounds = NumberOption.Create("--rounds", "Rounds of each.", 5, 1);
var noPeer = new Option<bool>("--no-peer") { Description = "Leave numpy and scipy out; they take minutes." };
var evaluation = new Command("evaluation", "What metrics cost on features as wide as Inception's, beside numpy and scipy.")
{
    evaluationRounds,
    threads,
    noPeer,
    json,
};
evaluation.SetAction(result =>
    EvaluationBenchmark.Run(
        result.GetValue(evaluationRounds),
        result.GetValue(threads),
        !result.GetValue(noPeer),
        result.GetValue(json)
    )
);

var pictureCount = NumberOption.Create("--pictures", "Pictures in the folder.", 10_000, 1);
var pictureRounds = NumberOption.Create("--rounds", "Rounds of each, in turns.", 5, 1);
var pictures = new Command("pictures", "Opening a folder of pictures beside the bare decoder on all cores.")
{
    pictureCount,
    pictureRounds,
};
pictures.SetAction(result => PictureFolderBenchmark.Run(result.GetValue(pictureCount), result.GetValue(pictureRounds)));

var csvSize = NumberOption.Create("--megabytes", "Size of each file, in MiB.", 100, 1);
var csv = new Command("csv", "Reading files of separated values beside the library that splits them.")
{
    csvSize,
    evaluationRounds,
};
csv.SetAction(result => CsvBenchmark.Run(result.GetValue(csvSize), result.GetValue(evaluationRounds)));

var sheet = new Option<string?>("--sheet")
{
    Description = "A picture of tiles of 32x32 to learn; images of discs when left out.",
};
var tiles = NumberOption.Create("--tiles", "Tiles of the sheet.", 1_000, 64);
var generatorSteps = NumberOption.Create<long>("--steps", "Steps of the generator.", 2_000, 1);
var encoderSteps = NumberOption.Create("--encoder-steps", "Steps of the encoder.", 2_000, 1);
var edited = new Option<string>("--recipe") { Description = "The generator's recipe.", DefaultValueFactory = _ => "dcgan" };
var editing = new Command("editing", "What an edit costs at 32 pixels, and how near projections come.")
{
    sheet,
    tiles,
    generatorSteps,
    encoderSteps,
    edited,
};
editing.SetAction(result =>
    EditingBenchmark.Run(
        result.GetValue(sheet),
        result.GetValue(tiles),
        result.GetValue(generatorSteps),
        result.GetValue(encoderSteps),
        result.GetRequiredValue(edited)
    )
);

var root = new RootCommand("Measures what the project claims.")
{
    training,
    memory,
    watching,
    editing,
    pictures,
    csv,
    InferenceCommand.Create(),
    InferenceCommand.CreateMemory(),
    MLNetCommand.Create(),
    RowsCommand.Create(),
    RowsCommand.CreateChild(),
    GatesCommand.Create(),
    TabularCommand.Create(),
    evaluation,
    BudgetCommand.Create(),
    FirstPrediction.Create(),
    FirstPrediction.CreateChild(),
    FloorCommand.Create(),
    ProductBenchmark.Create(),
    FloorCommand.CreateChild(),
    MemoryBenchmark.CreateChild(),
    AnomalyCommand.Create(),
};
try
{
    var before = MachineLoad.Now();
    var parsed = root.Parse(args);
    var code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    // A part that this program starts itself for leaves the warning to the whole.
    if (!parsed.CommandResult.Command.Hidden && MachineLoad.Now().Warning(before) is { } warning)
        Console.Error.WriteLine(warning);
    return code;
}
catch (GanException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (AggregateException e) when (e.InnerExceptions.OfType<GanException>().FirstOrDefault() is { } first)
{
    // Runs side by side report together what each was refused for.
    Console.Error.WriteLine(first.Message);
    return 1;
}
