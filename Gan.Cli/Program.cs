using System.CommandLine;
using Gan.Cli.Commands;

var root = new RootCommand("Train generative adversarial networks, export them to ONNX and use them from ML.NET.")
{
    QuickstartCommand.Create(),
    TrainCommand.Create(),
    DataCommand.Create(),
    SampleCommand.Create(),
    ScoreCommand.Create(),
    ExportCommand.Create(),
    EvaluateCommand.Create(),
    CompareCommand.Create(),
    ClassifierCommand.Create(),
};
var configuration = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    // After Ctrl-C a run saves its checkpoint before it stops.
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
};
return await CommandRunner.RunAsync(() => root.Parse(args).InvokeAsync(configuration));
