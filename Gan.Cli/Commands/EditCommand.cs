using System.CommandLine;
using Gan.Cli.Editing;
using Gan.Cli.Runs;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Editing;

namespace Gan.Cli.Commands;

/// <summary><c>gan edit</c>: changes pictures by what is drawn on them, within what a run's generator can make.</summary>
internal static class EditCommand
{
    private static readonly string[] Methods = ["weights", "activations"];

    public static Command Create()
    {
        var run = new Option<string>("--run")
        {
            Description = "The folder of a run whose generator makes pictures.",
            Required = true,
        };
        var output = new Option<string>("--out") { Description = "The edited picture, a .png.", Required = true };
        var image = new Option<string?>("--image")
        {
            Description = "The picture to edit, of any size; its middle is used. Without one a sample of --seed is edited.",
        };
        var strokes = new Option<string?>("--strokes")
        {
            Description = "A picture with transparency, of the photo's proportions: what is drawn on it counts.",
        };
        var edges = new Option<string?>("--edges")
        {
            Description = "Edges to follow: what is drawn on a transparent picture, or dark lines on white.",
        };
        var keep = new Option<string?>("--keep")
        {
            Description = "What is to stay as it was: a mask, white there. All that no stroke covers when left out.",
        };
        var projection = new Option<string?>("--projection")
        {
            Description = "Also write what the generator makes of the photo before the edit: a .png.",
        };
        var direction = new Option<int[]>("--direction")
        {
            Description = "Move along this direction, from 1; may be given more than once, each with its --amount.",
        };
        var amount = new Option<double[]>("--amount")
        {
            Description = "How far to move along the direction; for normal latents in standard deviations.",
            CustomParser = OptionText.Numbers,
        };
        var label = new Option<string?>("--class") { Description = "For a generator of classes: the class, by its name." };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same picture.",
            DefaultValueFactory = _ => 1,
        };
        var steps = new Option<int?>("--steps")
        {
            Description = $"Steps to follow the strokes; {new EditOptions().Steps} when left out.",
        };
        var projectionSteps = new Option<int?>("--projection-steps")
        {
            Description = $"Steps to find the photo's latent; {new ProjectionOptions().Steps} when left out.",
        };
        var candidates = new Option<int?>("--candidates")
        {
            Description = $"Results to choose the best of; {new EditOptions().Candidates} when left out.",
        };
        var keepWeight = new Option<double?>("--keep-weight")
        {
            CustomParser = result => OptionText.Number(result),
            Description = $"How much counts what is to stay; {Number(new EditOptions().KeepWeight)} when left out.",
        };
        var smoothness = new Option<double?>("--smoothness")
        {
            CustomParser = result => OptionText.Number(result),
            Description = $"How much counts that the latent stays near; {Number(new EditOptions().Smoothness)} when left out.",
        };
        var device = DeviceOption();
        var json = CommandOutput.NewOption();
        var command = new Command("edit", "Change pictures by what is drawn on them, within what a run's generator can make.")
        {
            run,
            output,
            image,
            strokes,
            edges,
            keep,
            projection,
            direction,
            amount,
            label,
            seed,
            steps,
            projectionSteps,
            candidates,
            keepWeight,
            smoothness,
            device,
            json,
            CreatePrepare(),
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        int[] directions = result.GetValue(direction) ?? [];
                        double[] amounts = result.GetValue(amount) ?? [];
                        if (directions.Length != amounts.Length)
                            throw new GanException(
                                $"There are {directions.Length} of --direction and {amounts.Length} of --amount; give each "
                                    + "direction its amount."
                            );
                        var editing = new EditOptions();
                        editing = editing with
                        {
                            Seed = result.GetRequiredValue(seed),
                            Steps = result.GetValue(steps) ?? editing.Steps,
                            Candidates = result.GetValue(candidates) ?? editing.Candidates,
                            KeepWeight = result.GetValue(keepWeight) ?? editing.KeepWeight,
                            Smoothness = result.GetValue(smoothness) ?? editing.Smoothness,
                        };
                        var projecting = new ProjectionOptions { Seed = editing.Seed };
                        projecting = projecting with { Steps = result.GetValue(projectionSteps) ?? projecting.Steps };
                        OptionProblems.Require(editing);
                        OptionProblems.Require(projecting, "projection-");
                        EditJob.Do(
                            new EditChoices
                            {
                                Run = result.GetRequiredValue(run),
                                Output = result.GetRequiredValue(output),
                                Image = result.GetValue(image),
                                Strokes = result.GetValue(strokes),
                                Edges = result.GetValue(edges),
                                Keep = result.GetValue(keep),
                                Projection = result.GetValue(projection),
                                Class = result.GetValue(label),
                                Device = result.GetRequiredValue(device),
                                Seed = editing.Seed,
                                Moves = [.. directions.Zip(amounts)],
                                Projecting = projecting,
                                Editing = editing,
                            },
                            new CommandOutput(result.GetValue(json)),
                            cancellation
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan edit prepare run                                             # once: an encoder and directions",
            "gan edit --run run --image photo.png --strokes strokes.png --out edited.png",
            "gan edit --run run --image photo.png --direction 3 --amount 2 --out moved.png",
            "gan edit --run run --strokes strokes.png --candidates 32 --out drawn.png"
        );
    }

    private static Command CreatePrepare()
    {
        var defaults = new EncoderTrainingOptions();
        var run = new Argument<string>("run") { Description = "The folder of a run that has ended." };
        var steps = new Option<int>("--steps")
        {
            Description = "Steps of training the encoder.",
            DefaultValueFactory = _ => defaults.Steps,
        };
        var batch = new Option<int>("--batch-size")
        {
            Description = "Pictures of a step.",
            DefaultValueFactory = _ => defaults.BatchSize,
        };
        var maps = new Option<int>("--feature-maps")
        {
            Description = "Feature maps of the encoder's first convolution.",
            DefaultValueFactory = _ => defaults.FeatureMaps,
        };
        var seed = new Option<int>("--seed") { Description = "Fixes the encoder's training.", DefaultValueFactory = _ => 1 };
        var method = new Option<string>("--method")
        {
            Description = "Where directions come from: weights (SeFa) or activations (GANSpace).",
            DefaultValueFactory = _ => Methods[0],
        };
        method.CompletionSources.Add(Methods);
        var count = new Option<int>("--directions") { Description = "Directions at most.", DefaultValueFactory = _ => 10 };
        var device = DeviceOption();
        var json = CommandOutput.NewOption();
        var command = new Command(
            "prepare",
            "Train an encoder for a run's generator, find directions, and add both to its bundle."
        )
        {
            run,
            steps,
            batch,
            maps,
            seed,
            method,
            count,
            device,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var options = new EncoderTrainingOptions
                        {
                            Steps = result.GetRequiredValue(steps),
                            BatchSize = result.GetRequiredValue(batch),
                            FeatureMaps = result.GetRequiredValue(maps),
                            Seed = result.GetRequiredValue(seed),
                        };
                        OptionProblems.Require(options);
                        var name = result.GetRequiredValue(method);
                        if (!Methods.Contains(name))
                            throw new GanException(
                                $"The option --method is '{name}'; it must be {string.Join(" or ", Methods)}."
                            );
                        EditPreparation.Do(
                            result.GetRequiredValue(run),
                            options,
                            name == Methods[0] ? DirectionMethod.Weights : DirectionMethod.Activations,
                            result.GetRequiredValue(count),
                            result.GetRequiredValue(device),
                            new CommandOutput(result.GetValue(json)),
                            cancellation
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan edit prepare run",
            "gan edit prepare run --steps 5000 --method activations --directions 20"
        );
    }

    private static string Number(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Option<string> DeviceOption()
    {
        var device = new Option<string>("--device")
        {
            Description = "auto, cpu, cuda or cuda:N.",
            DefaultValueFactory = _ => "auto",
        };
        device.CompletionSources.Add("auto", "cpu", "cuda");
        return device;
    }
}
