using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Editing;

namespace Gan.Cli.Editing;

/// <summary>What an edit is asked to do.</summary>
internal sealed record EditChoices
{
    public required string Run { get; init; }

    public required string Output { get; init; }

    public required string? Image { get; init; }

    public required string? Strokes { get; init; }

    public required string? Edges { get; init; }

    public required string? Keep { get; init; }

    public required string? Projection { get; init; }

    public required string? Class { get; init; }

    public required string Device { get; init; }

    public required int Seed { get; init; }

    /// <summary>Numbers of directions from 1, and how far to go along each.</summary>
    public required IReadOnlyList<(int Direction, double Amount)> Moves { get; init; }

    public required ProjectionOptions Projecting { get; init; }

    public required EditOptions Editing { get; init; }

    public bool HasDoodle => Strokes is not null || Edges is not null;
}

/// <summary>Makes one edited picture: finds the photo's latent or draws one, moves it, and follows what was drawn.</summary>
internal static class EditJob
{
    public static void Do(EditChoices choices, CommandOutput output, CancellationToken cancellation)
    {
        Check(choices);
        using var run = EditedRun.Open(choices.Run, choices.Class, false, choices.Device, output, cancellation);
        foreach (var (direction, _) in choices.Moves)
            if (direction > run.Directions)
                throw new GanException($"The option --direction is {direction}; there are {run.Directions}, from 1.");
        var pictures = new EditPictures(run.Generator);
        var photo = choices.Image is { } image ? pictures.Photo(image, output.Words) : null;
        var doodle = choices.HasDoodle ? Doodle(choices, pictures, run.Generator) : null;
        foreach (var file in new[] { choices.Output, choices.Projection }.OfType<string>())
            AtomicFile.RequireWritable(file);

        var result = new JsonObject { ["out"] = Path.GetFullPath(choices.Output) };
        List<string> lines = [];
        float[]? latent = null;
        if (photo is not null)
        {
            var found = run.Projector().Project(photo, choices.Projecting, cancellation);
            latent = found.Latents;
            if (choices.Projection is { } projection)
                pictures.Save(projection, found.Pictures);
            result["projectionPsnr"] = Finite(found.Psnr[0]);
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"projection: {found.Psnr[0]:F1} dB, by {choices.Projecting.Steps} steps{Beginning(run, choices)}"
                )
            );
        }
        else if (doodle is null || choices.Moves.Count > 0)
            latent = run.Generator.DrawLatents(1, choices.Seed);

        if (choices.Moves.Count > 0)
        {
            var amounts = new float[run.Directions];
            foreach (var (direction, amount) in choices.Moves)
                amounts[direction - 1] += (float)amount;
            latent = run.Move(latent!, amounts);
        }

        var edited = doodle is null
            ? run.Generator.Generate(latent!)
            : Follow(run, doodle, latent, choices, result, lines, cancellation);
        pictures.Save(choices.Output, edited);
        lines.Add($"edited picture: {choices.Output}");
        output.Result(
            result,
            words =>
            {
                foreach (var line in lines)
                    words.WriteLine(line);
            }
        );
    }

    private static float[] Follow(
        EditedRun run,
        Doodle doodle,
        float[]? latent,
        EditChoices choices,
        JsonObject result,
        List<string> lines,
        CancellationToken cancellation
    )
    {
        var found = new PictureEditor(run.Generator).Apply(doodle, latent, choices.Editing, cancellation: cancellation)[0];
        if (choices.Strokes is not null)
        {
            result["colourError"] = found.ColourError;
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"strokes: mean squared error {found.ColourError:F4}, of values in [-1, 1]"
                )
            );
        }

        if (choices.Edges is not null)
        {
            result["edgeError"] = found.EdgeError;
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"edges: mean squared difference of orientations {found.EdgeError:F4}"
                )
            );
        }

        if (latent is not null)
        {
            (result["change"], result["latentChange"]) = (found.Change, found.LatentChange);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"what was to stay: mean squared change {found.Change:F4}"));
        }

        return found.Picture;
    }

    private static void Check(EditChoices choices)
    {
        foreach (var file in new[] { choices.Output, choices.Projection }.OfType<string>())
            if (!Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase))
                throw new GanException($"The file '{file}' is to be written as a picture; its name must end in .png.");
        NamedFiles.RequireApart(
            [("--image", choices.Image), ("--strokes", choices.Strokes), ("--edges", choices.Edges), ("--keep", choices.Keep)],
            ("--out", choices.Output),
            ("--projection", choices.Projection)
        );
        if (choices.Projection is not null && choices.Image is null)
            throw new GanException("The option --projection is for --image: without a photo nothing is projected.");
        if (choices.Keep is not null && !choices.HasDoodle)
            throw new GanException(
                "The option --keep says what stays while --strokes or --edges are followed; give one of them."
            );
        if (choices.Keep is not null && choices.Image is null && choices.Moves.Count == 0)
            throw new GanException("The option --keep is for a picture that is there before: give --image.");
        if (choices.Image is null && !choices.HasDoodle && choices.Moves.Count == 0)
            throw new GanException("There is nothing to do: give --image, --strokes, --edges or --direction.");
        foreach (var (direction, amount) in choices.Moves)
            if (direction < 1 || !double.IsFinite(amount) || Math.Abs(amount) > 100)
                throw new GanException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The options --direction {direction} --amount {amount}: directions count from 1, and amounts are "
                            + $"within 100 of 0."
                    )
                );
    }

    private static Doodle Doodle(EditChoices choices, EditPictures pictures, PictureGenerator generator)
    {
        var area = generator.Shape[1] * generator.Shape[2];
        var (colours, mask) = choices.Strokes is { } strokes
            ? pictures.Strokes(strokes)
            : ([.. Enumerable.Repeat((float)generator.Range.Minimum, generator.PictureSize)], new float[area]);
        return new Doodle
        {
            Colours = colours,
            Mask = mask,
            Edges = choices.Edges is { } edges ? pictures.Edges(edges) : null,
            Keep = choices.Keep is { } keep ? pictures.Keep(keep) : null,
        };
    }

    private static string Beginning(EditedRun run, EditChoices choices) =>
        run.HasEncoder
            ? " from what the encoder gives"
            : $" without an encoder; one to begin with is trained by: gan edit prepare {choices.Run}";

    private static JsonNode? Finite(double value) => double.IsFinite(value) ? value : null;
}
