using System.CommandLine;
using System.Globalization;
using Gan.Cli.Runs;
using Gan.Training.Evaluation.Classifiers;
using Gan.Training.Evaluation.Features;

namespace Gan.Cli.Commands;

/// <summary><c>gan train-classifier</c>: makes a feature network for <c>gan evaluate</c> from labelled data.</summary>
internal static class ClassifierCommand
{
    public static Command Create()
    {
        var defaults = new ClassifierSettings();
        var data = new DataOptions();
        var name = new Option<string>("--name")
        {
            Description = "What it is called; part of every figure's name. Example: digits-classifier",
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = $"The folder to write {OnnxFeatureNetwork.FileName} into.",
            Required = true,
        };
        var epochs = new Option<int>("--epochs")
        {
            Description = "Passes over the training rows.",
            DefaultValueFactory = _ => defaults.Epochs,
        };
        var share = new Option<double>("--test-share")
        {
            Description = "The share of rows held out to measure the accuracy on.",
            DefaultValueFactory = _ => defaults.TestShare,
            CustomParser = OptionText.Number,
        };
        var count = new Option<int>("--feature-count")
        {
            Description = "Features of the layer before the classes.",
            DefaultValueFactory = _ => defaults.FeatureCount,
        };
        var seed = new Option<int>("--seed") { Description = "Fixes the result.", DefaultValueFactory = _ => defaults.Seed };
        var command = new Command(
            "train-classifier",
            "Train a small classifier on labelled data, as the feature network that 'gan evaluate --features' takes."
        );
        data.AddTo(command);
        foreach (var option in new Option[] { name, output, epochs, share, count, seed })
            command.Options.Add(option);
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var settings = new ClassifierSettings
                        {
                            Epochs = result.GetRequiredValue(epochs),
                            TestShare = result.GetRequiredValue(share),
                            FeatureCount = result.GetRequiredValue(count),
                            Seed = result.GetRequiredValue(seed),
                        };
                        OptionProblems.Require(settings);
                        var path = Path.Combine(result.GetRequiredValue(output), OnnxFeatureNetwork.FileName);
                        NamedFiles.RequireApart(data.Files(result), (output.Name, path));
                        var report = ClassifierTrainer.Train(
                            data.Read(result, new CommandOutput(json: false), cancellation: cancellation),
                            result.GetRequiredValue(name),
                            path,
                            settings,
                            (epoch, loss) =>
                                Console.Error.WriteLine(
                                    string.Create(
                                        CultureInfo.InvariantCulture,
                                        $"pass {epoch} of {settings.Epochs}  loss {loss:F4}"
                                    )
                                ),
                            cancellation
                        );
                        Console.WriteLine(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"accuracy {report.Accuracy:P2} on {report.TestRows} held-out rows, after training on "
                                    + $"{report.TrainingRows}; export differs by at most {report.Difference:0.0e0}"
                            )
                        );
                        Console.WriteLine($"classifier: {path} ({report.Bytes} bytes)");
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan train-classifier --data digits --name digits-classifier --out models/digits-classifier",
            "gan train-classifier --data pictures/ --size 64 --name my-classifier --out my-classifier"
        );
    }
}
