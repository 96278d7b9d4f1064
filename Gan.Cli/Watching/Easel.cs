using System.Diagnostics;
using System.Text.Json.Nodes;
using Gan.Cli.Commands;
using Gan.Cli.Editing;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Editing;

namespace Gan.Cli.Watching;

/// <summary>Edits samples of a run's generator as a page draws on them. The page holds the latents; here is the generator, which
/// is read at the first stroke.</summary>
internal sealed class Easel(string folder) : IDisposable
{
    private const int LargestSteps = 50;
    private readonly Lock _gate = new();
    private (EditedRun Run, EditPictures Pictures, string? Class, long Step)? _open;

    /// <summary>Reads the run as it stands, unless that was done, and gives a sample to draw on.</summary>
    /// <param name="request">Members <c>seed</c> and, for a generator of classes, <c>class</c>, a name or null.</param>
    /// <exception cref="GanException">The run cannot be edited with, or the request is none.</exception>
    public JsonObject Begin(JsonNode? request) =>
        Answer(() =>
        {
            var name = (string?)request?["class"];
            var seed = (int)(request?["seed"] ?? 1);
            var (run, pictures) = Open(name, latest: true);
            var latent = run.Generator.DrawLatents(1, seed);
            var answer = Describe(pictures, latent, run.Generator.Generate(latent));
            (answer["height"], answer["width"]) = (run.Generator.Shape[1], run.Generator.Shape[2]);
            (answer["directions"], answer["grey"]) = (run.Directions, run.Generator.Shape[0] == 1);
            answer["step"] = run.Trainer.Step;
            return answer;
        });

    /// <summary>Moves a latent along directions, or goes some steps towards what was drawn.</summary>
    /// <param name="request">Members <c>latent</c> and <c>before</c>, where the strokes began; <c>class</c>, as it was begun
    /// with; and <c>amounts</c> to move by, or <c>strokes</c>, red, green, blue and alpha of each pixel in Base64, and
    /// <c>steps</c>.</param>
    /// <exception cref="GanException">Nothing was begun, or the request is none.</exception>
    public JsonObject Apply(JsonNode? request) =>
        Answer(() =>
        {
            if (_open is null)
                throw new GanException("Nothing to draw on was begun.");
            // Another page may have begun with another class meanwhile.
            var (run, pictures) = Open((string?)request?["class"], latest: false);
            var latent = Latent(request?["latent"], run);
            if (request?["amounts"] is JsonArray amounts)
            {
                latent = run.Move(latent, Amounts(amounts, run));
                return Describe(pictures, latent, run.Generator.Generate(latent));
            }

            var pixels = Convert.FromBase64String((string)request?["strokes"]!);
            if (pixels.Length != 4 * run.Generator.Shape[1] * run.Generator.Shape[2])
                throw new GanException("The strokes have another size than the sample.");
            var (colours, mask) = pictures.Strokes(pixels);
            var clock = Stopwatch.StartNew();
            var found = new PictureEditor(run.Generator).Apply(
                new Doodle { Colours = colours, Mask = mask },
                Latent(request?["before"], run),
                new EditOptions { Candidates = 1, Steps = Math.Clamp((int)(request?["steps"] ?? 1), 1, LargestSteps) },
                latent
            )[0];
            var answer = Describe(pictures, found.Latent, found.Picture);
            (answer["colourError"], answer["change"]) = (found.ColourError, found.Change);
            answer["milliseconds"] = clock.Elapsed.TotalMilliseconds;
            return answer;
        });

    public void Dispose()
    {
        lock (_gate)
            _open?.Run.Dispose();
    }

    /// <summary>The run with the generator of a class.</summary>
    /// <param name="name">The class; null for none.</param>
    /// <param name="latest">Whether it is to be the generator of the latest checkpoint; otherwise one that was read before will
    /// do.</param>
    private (EditedRun Run, EditPictures Pictures) Open(string? name, bool latest)
    {
        var step = new RunFolder(folder).CheckpointSteps() is [.., var last] ? last : 0;
        if (_open is { } open && open.Class == name && (!latest || open.Step == step))
            return (open.Run, open.Pictures);
        var run = EditedRun.Open(folder, name, anyClass: true, "cpu", new CommandOutput(json: true), CancellationToken.None);
        _open?.Run.Dispose();
        var pictures = new EditPictures(run.Generator);
        _open = (run, pictures, name, step);
        return (run, pictures);
    }

    /// <summary>One request at a time, and whatever is wrong with one as a sentence.</summary>
    private JsonObject Answer(Func<JsonObject> work)
    {
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or OverflowException)
            {
                throw new GanException($"What was sent is no edit: {e.Message}", e);
            }
        }
    }

    private static JsonObject Describe(EditPictures pictures, float[] latent, float[] picture) =>
        new()
        {
            ["latent"] = new JsonArray([.. latent.Select(v => (JsonNode)v)]),
            ["pixels"] = Convert.ToBase64String(pictures.Pixels(picture)),
        };

    private static float[] Latent(JsonNode? node, EditedRun run) => Numbers(node, run.Generator.LatentSize);

    private static float[] Amounts(JsonArray amounts, EditedRun run) => Numbers(amounts, run.Directions);

    private static float[] Numbers(JsonNode? node, int count)
    {
        float[] values = node is JsonArray array ? [.. array.Select(v => (float)v!)] : [];
        return values.Length == count && values.All(v => Math.Abs(v) <= 1000)
            ? values
            : throw new ArgumentException($"there must be {count} numbers.");
    }
}
