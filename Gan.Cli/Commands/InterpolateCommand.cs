using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Reporting;

namespace Gan.Cli.Commands;

/// <summary><c>gan interpolate</c>: what a generator makes on the way from one seed's latents to another's.</summary>
internal static class InterpolateCommand
{
    private const int MaximumFrames = 1_000;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(800);

    public static Command Create()
    {
        var bundle = BundleOption.Create();
        var from = new Option<ulong>("--from") { Description = "The seed to begin at.", DefaultValueFactory = _ => 1 };
        var to = new Option<ulong>("--to") { Description = "The seed to end at.", DefaultValueFactory = _ => 2 };
        var rows = new Option<int>("--rows")
        {
            Description = "How many ways, each with latents of its own.",
            DefaultValueFactory = _ => 4,
        };
        var frames = new Option<int>("--frames")
        {
            Description = "Pictures on a way, both ends included.",
            DefaultValueFactory = _ => 10,
        };
        var way = new Option<string>("--way")
        {
            Description =
                "spherical, on which normal latents keep a likely length, or linear; spherical unless latents are uniform.",
        };
        way.CompletionSources.Add("spherical", "linear");
        var truncation = TruncationOption.Create();
        var text = TextOption.Create();
        var output = new Option<string?>("--out") { Description = "A .png: a grid with a way in each row." };
        var animation = new Option<string?>("--animation")
        {
            Description = "A .png: an animation of all ways side by side, there and back.",
        };
        var json = CommandOutput.NewOption();
        var command = new Command("interpolate", "Walk through the latent space between two seeds.")
        {
            bundle,
            from,
            to,
            rows,
            frames,
            way,
            truncation,
            text,
            output,
            animation,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var (grid, film) = (
                            Png(result.GetValue(output), "--out"),
                            Png(result.GetValue(animation), "--animation")
                        );
                        if (grid is null && film is null)
                            throw new GanException("Give --out for a grid, --animation for an animation, or both.");
                        NamedFiles.RequireApart(
                            BundleOption.Files(result.GetValue(bundle)),
                            (output.Name, grid),
                            (animation.Name, film)
                        );
                        var (ways, count) = (result.GetRequiredValue(rows), result.GetRequiredValue(frames));
                        if (ways is < 1 or > 100)
                            throw new GanException($"The option --rows is {ways}; it must be 1 to 100.");
                        if (count is < 2 or > MaximumFrames)
                            throw new GanException($"The option --frames is {count}; it must be 2 to {MaximumFrames}.");
                        var bound = TruncationOption.Value(result.GetValue(truncation));
                        var loaded = BundleOption.Load(result.GetRequiredValue(bundle));
                        if (loaded.Manifest.Data.Kind != DataKind.Image)
                            throw new GanException("The bundle's samples are no pictures, so that there is nothing to draw.");
                        TextOption.Check(result.GetValue(text), loaded);
                        using var session = new GeneratorSession(loaded);
                        var spherical = IsSpherical(result.GetValue(way), loaded.Manifest.Latent!.Distribution);
                        var pictures = Walk(
                            session,
                            loaded.Manifest.Latent!,
                            result.GetValue(from),
                            result.GetValue(to),
                            bound,
                            ways,
                            count,
                            spherical,
                            result.GetValue(text)
                        );
                        if (grid is not null)
                            SaveGrid(grid, pictures, loaded.Manifest.Data, count);
                        if (film is not null)
                            SaveAnimation(film, pictures, loaded.Manifest.Data, session.SampleSize, ways, count);
                        var made = new[] { grid, film }.OfType<string>().ToArray();
                        new CommandOutput(result.GetValue(json)).Result(
                            new JsonObject { ["files"] = new JsonArray([.. made.Select(f => (JsonNode)Path.GetFullPath(f))]) },
                            $"interpolation: {string.Join(", ", made)}"
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan interpolate --bundle run --out ways.png",
            "gan interpolate --bundle run --from 3 --to 8 --frames 30 --animation ways.png"
        );
    }

    /// <summary>Pictures row by row: each way's frames one after the other.</summary>
    private static float[] Walk(
        GeneratorSession session,
        BundleLatent latent,
        ulong from,
        ulong to,
        float bound,
        int ways,
        int frames,
        bool spherical,
        string? text
    )
    {
        var size = session.LatentSize;
        var latents = new float[ways * frames * size];
        Span<float> begin = new float[size],
            end = new float[size];
        for (var row = 0; row < ways; row++)
        {
            LatentSampler.Fill(latent.Distribution, from, row, bound, begin);
            LatentSampler.Fill(latent.Distribution, to, row, bound, end);
            for (var i = 0; i < frames; i++)
            {
                var target = latents.AsSpan((row * frames + i) * size, size);
                var share = (float)i / (frames - 1);
                if (spherical)
                    LatentSampler.Spherical(begin, end, share, target);
                else
                    LatentSampler.Linear(begin, end, share, target);
            }
        }

        // The class, the category of a code and the text are those of the way: the latent alone changes on it.
        var labels =
            session.LabelCount > 0
                ? Enumerable.Range(0, ways * frames).Select(i => (long)(i / frames % session.LabelCount)).ToArray()
                : [];
        var codes = latent.Code is { } code ? Codes(code, ways, frames) : [];
        string[] texts = latent.Text is { } words
            ? [.. Enumerable.Range(0, ways * frames).Select(i => text ?? words.Examples[i / frames % words.Examples.Count])]
            : [];
        var pictures = new float[ways * frames * session.SampleSize];
        session.Generate(latents, labels, codes, texts, pictures);
        return pictures;
    }

    private static float[] Codes(BundleCode layout, int ways, int frames)
    {
        var codes = new float[ways * frames * layout.Width];
        for (var i = 0; i < ways * frames; i++)
        {
            var place = i * layout.Width;
            foreach (var categories in layout.Categorical)
            {
                codes[place + i / frames % categories] = 1;
                place += categories;
            }
        }

        return codes;
    }

    private static void SaveGrid(string path, float[] pictures, BundleData data, int frames) =>
        SampleGrid.Save(path, pictures, data.Shape, data.ValueRange, columns: frames);

    private static void SaveAnimation(string path, float[] pictures, BundleData data, int size, int ways, int frames)
    {
        byte[] Frame(int i)
        {
            var row = Enumerable
                .Range(0, ways)
                .SelectMany(w => pictures.AsSpan((w * frames + i) * size, size).ToArray())
                .ToArray();
            return SampleGrid.Draw(row, data.Shape, data.ValueRange, columns: Math.Min(ways, 10)).Png;
        }

        var there = Enumerable.Range(0, frames).Select(Frame).ToArray();
        AnimatedPng.Save(path, [.. there, .. there.Reverse().Skip(1)], Delay, Rest);
    }

    private static bool IsSpherical(string? way, LatentDistribution distribution) =>
        way?.ToLowerInvariant() switch
        {
            "spherical" => true,
            "linear" => false,
            null => distribution == LatentDistribution.Normal,
            _ => throw new GanException($"The option --way is '{way}'; it must be spherical or linear."),
        };

    private static string? Png(string? path, string option) =>
        path is null || Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase)
            ? path
            : throw new GanException(
                $"The option {option} is '{path}'; its name must end in .png (animations are animated PNG)."
            );
}
