using System.CommandLine;
using Gan.Cli.Runs;
using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary><c>gan train</c>: trains a recipe on a data set, exports a bundle and writes a report.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainOptions();
        var output = new Option<string>("--out") { Description = "Where the run's files go.", DefaultValueFactory = _ => "run" };
        var config = new Option<string>("--config")
        {
            Description =
                "A YAML or JSON file of options by name, such as 'steps: 8000', with the recipe's settings under 'set'. "
                + "Options given here win.",
        };
        var resume = new Option<bool>("--resume") { Description = "Go on from the folder's checkpoint." };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Say what would be trained, and what memory and time it takes, and write nothing.",
        };
        var json = CommandOutput.NewOption();
        var command = new Command("train", "Train a GAN, export it as a bundle and write a report.")
        {
            config,
            output,
            resume,
            dryRun,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var words = new CommandOutput(result.GetValue(json));
                        var folder = result.GetRequiredValue(output);
                        var job = result.GetValue(config) is { } file
                            ? RunConfiguration
                                .Read(file, options.Configurable)
                                .Under(command, result, file, merged => options.Read(merged, folder))
                            : options.Read(result, folder);
                        if (result.GetValue(dryRun))
                            DryRun.Show(job, words, cancellation);
                        else
                            TrainRunner.Execute(
                                job,
                                result.GetValue(resume) ? ResumeMode.MustHaveCheckpoint : ResumeMode.MustBeNew,
                                words,
                                cancellation
                            );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan train                                                    # the built-in 8x8 digits with the recommended recipe",
            "gan train --recipe dcgan --steps 8000 --out run-dcgan",
            "gan train --data pictures/ --size 64 --resize crop           # a folder of pictures of any size",
            "gan train --data table.csv --labels --recipe cgan            # a table; its last column is the class",
            "gan train --set batch-size=128 --set generator-averaging=0.999",
            "gan train --config experiment.yaml --seed 2 --out run-2",
            "gan train --data pictures/ --size 128 --dry-run"
        );
    }

    /// <summary>The parsed options of a run begun before, with what the command line changes.</summary>
    /// <exception cref="GanException">The folder holds no run that says what it was asked to do.</exception>
    public static TrainJob Again(string folder, IReadOnlyList<string> changes)
    {
        var options = new TrainOptions();
        var command = new Command("train");
        options.AddTo(command);
        var file = new Training.RunFolder(folder).Configuration;
        if (!File.Exists(file))
        {
            throw new GanException(
                $"The folder '{folder}' holds no run to go on with: there is no '{Path.GetFileName(file)}' in it. Begin one "
                    + $"with gan train --out {folder}"
            );
        }

        return RunConfiguration
            .Read(file, options.Configurable)
            .Under(command, command.Parse(changes), file, merged => options.Read(merged, folder));
    }
}
