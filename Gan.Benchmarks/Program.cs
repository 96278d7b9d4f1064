using System.CommandLine;
using Gan.Benchmarks.Anomaly;
using Gan.Benchmarks.Evaluation;
using Gan.Benchmarks.Gates;
using Gan.Benchmarks.Inference;
using Gan.Benchmarks.MLNet;
using Gan.Benchmarks.Tabular;
using Gan.Benchmarks.Training;
using Gan.Onnx;

var rounds = new Option<int>("--rounds") { Description = "Rounds of each pair.", DefaultValueFactory = _ => 15 };
var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
var game = new Option<string?>("--only") { Description = "One game: mlp, dcgan, wgan-gp or sn-resnet." };
var threads = new Option<int>("--threads") { Description = "Threads of both.", DefaultValueFactory = _ => Environment.ProcessorCount };
var training = new Command("training", "Training speed beside Python's torch, in turns.") { rounds, game, threads, json };
training.SetAction(result => TrainingBenchmark.Run(result.GetValue(rounds), result.GetValue(game), result.GetValue(threads), result.GetValue(json)));

var steps = new Option<long>("--steps") { Description = "Steps to train.", DefaultValueFactory = _ => 10_000 };
var memory = new Command("memory", "Resident memory over a long training run.") { steps };
memory.SetAction(result => MemoryBenchmark.Run(result.GetValue(steps)));

var watchedSteps = new Option<long>("--steps") { Description = "Steps of the run that the cost is a share of.", DefaultValueFactory = _ => 10_000 };
var watching = new Command("watching", "What a run's pictures, film and report cost beside its training.") { watchedSteps };
watching.SetAction(result => WatchingBenchmark.Run(result.GetValue(watchedSteps)));

var evaluationRounds = new Option<int>("--rounds") { Description = "Rounds of each.", DefaultValueFactory = _ => 5 };
var noPeer = new Option<bool>("--no-peer") { Description = "Leave numpy and scipy out; they take minutes." };
var evaluation = new Command("evaluation", "What metrics cost on features as wide as Inception's, beside numpy and scipy.") { evaluationRounds, threads, noPeer, json };
evaluation.SetAction(result => EvaluationBenchmark.Run(
    result.GetValue(evaluationRounds), result.GetValue(threads), !result.GetValue(noPeer), result.GetValue(json)));

var root = new RootCommand("Measures what the project claims.")
{
    training, memory, watching, InferenceCommand.Create(), InferenceCommand.CreateMemory(), MLNetCommand.Create(), GatesCommand.Create(),
    TabularCommand.Create(), evaluation, AnomalyCommand.Create(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (GanException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
