using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Reporting;

namespace Gan.Cli.Watching;

/// <summary>Makes samples of a run's exported generator from latents that a page moves.</summary>
internal sealed class Playground(string bundleFolder) : IDisposable
{
    private const int MaximumSliders = 12;
    private const int PictureSide = 224;
    private readonly Lock _gate = new();
    private (DateTime Written, GanBundle Bundle, GeneratorSession Session)? _loaded;

    /// <summary>The latents of a seed, as far as they get a slider.</summary>
    /// <exception cref="GanException">There is no bundle with a generator yet.</exception>
    public JsonObject Latents(ulong seed)
    {
        lock (_gate)
        {
            var (bundle, session) = Load();
            var values = new float[session.LatentSize];
            LatentSampler.Fill(bundle.Manifest.Latent!.Distribution, seed, 0, values);
            return new JsonObject
            {
                ["values"] = new JsonArray([.. values.Take(MaximumSliders).Select(v => (JsonNode)v)]),
                ["normal"] = bundle.Manifest.Latent.Distribution == LatentDistribution.Normal,
                ["labels"] = new JsonArray([
                    .. session.LabelCount > 0 ? bundle.Manifest.Data.Labels!.Select(l => (JsonNode)l) : [],
                ]),
                ["texts"] = new JsonArray([.. bundle.Manifest.Latent.Text?.Examples.Select(t => (JsonNode)t) ?? []]),
                ["picture"] = IsPicture(bundle),
            };
        }
    }

    /// <summary>A sample: a PNG for pictures, else the values as JSON.</summary>
    /// <param name="seed">Where the latents come from.</param>
    /// <param name="label">The class, where the generator takes one.</param>
    /// <param name="text">What it is to show, where the generator takes texts; the first example where it is empty.</param>
    /// <param name="moved">Latents that are not the seed's, as PLACE:VALUE with commas between.</param>
    /// <exception cref="GanException">There is no bundle with a generator yet, or an argument is none of those there
    /// are.</exception>
    public (byte[]? Png, JsonObject? Values) Generate(ulong seed, int label, string text, string moved)
    {
        lock (_gate)
        {
            var (bundle, session) = Load();
            var manifest = bundle.Manifest;
            var latents = new float[session.LatentSize];
            LatentSampler.Fill(manifest.Latent!.Distribution, seed, 0, latents);
            foreach (var part in moved.Split(',', StringSplitOptions.RemoveEmptyEntries))
                Move(latents, part);
            if (session.LabelCount > 0 && (label < 0 || label >= session.LabelCount))
                throw new GanException($"There is no class number {label}; there are {session.LabelCount}.");
            var sample = new float[session.SampleSize];
            // All texts without a word would give one picture, of nothing that was asked for.
            if (manifest.Latent.Text is not null && !string.IsNullOrWhiteSpace(text) && TextHashing.Words(text).Count == 0)
                throw new GanException($"'{text}' holds no word.");
            string[] texts = manifest.Latent.Text is { } words
                ? [string.IsNullOrWhiteSpace(text) ? words.Examples[0] : text]
                : [];
            session.Generate(latents, session.LabelCount > 0 ? [label] : [], Codes(manifest, seed), texts, sample);
            if (!IsPicture(bundle))
                return (null, new JsonObject { ["values"] = new JsonArray([.. sample.Select(v => (JsonNode)v)]) });
            var scale = Math.Clamp(PictureSide / Math.Max(manifest.Data.Shape[1], manifest.Data.Shape[2]), 1, 32);
            return (SampleGrid.Draw(sample, manifest.Data.Shape, manifest.Data.ValueRange, columns: 1, scale).Png, null);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _loaded?.Session.Dispose();
    }

    /// <summary>Codes as the generator was trained with, which all zeros are not: a category of every code, or for a table of one
    /// column, since at least one is asked for in training.</summary>
    internal static float[] Codes(BundleManifest manifest, ulong seed)
    {
        if (manifest.Latent!.Code is not { } code)
            return [];
        var random = new Random((int)(seed % int.MaxValue));
        var asked = manifest.Table is null ? -1 : random.Next(code.Categorical.Count);
        var values = new float[code.Width];
        var start = 0;
        foreach (var (block, categories) in code.Categorical.Index())
        {
            if (asked < 0 || asked == block)
                values[start + random.Next(categories)] = 1;
            start += categories;
        }

        return values;
    }

    private static void Move(float[] latents, string part)
    {
        if (
            part.Split(':') is [var place, var text]
            && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
            && i < latents.Length
            && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) <= 100
        )
            latents[i] = value;
        else
            throw new GanException(
                "What is moved must be PLACE:VALUE, with a place of the latent vector and a value of at most 100."
            );
    }

    private static bool IsPicture(GanBundle bundle) => bundle.Manifest.Data.Shape is [1 or 3 or 4, _, _];

    /// <summary>The bundle as it stands now: a run that goes on exports another.</summary>
    private (GanBundle Bundle, GeneratorSession Session) Load()
    {
        var written = File.GetLastWriteTimeUtc(Path.Combine(bundleFolder, GanBundle.ManifestFile));
        if (_loaded is { } loaded && loaded.Written == written)
            return (loaded.Bundle, loaded.Session);
        var bundle = GanBundle.Load(bundleFolder);
        // A picture at a time is quicker on one thread, and leaves the others to the training that goes on.
        var session = new GeneratorSession(bundle, new SessionSettings { Threads = 1, BatchSize = 1 });
        _loaded?.Session.Dispose();
        _loaded = (written, bundle, session);
        return (bundle, session);
    }
}
