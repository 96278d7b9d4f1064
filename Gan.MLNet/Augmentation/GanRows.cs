using Gan.MLNet.Batching;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Augmentation;

/// <summary>Rows that a generator makes up.</summary>
internal sealed class GanRows : FeatureRows
{
    private readonly GeneratorTransformer _generator;
    private readonly BundleLatent _latent;
    private readonly ClassPlan _plan;
    private readonly int[] _places;
    private readonly ulong _seed;

    /// <param name="generator">The generator; owned from here on.</param>
    /// <param name="plan">The classes; a single one without a name where rows have none.</param>
    /// <param name="seed">The seed of all rows.</param>
    /// <param name="features">The column of the samples.</param>
    /// <param name="label">The column of the class; null for none.</param>
    public GanRows(GeneratorTransformer generator, ClassPlan plan, ulong seed, DataViewSchema.Column features, ClassColumn? label)
        : base(features, label)
    {
        _generator = generator;
        _plan = plan;
        _seed = seed;
        _latent = generator.Bundle.Manifest.Latent!;
        List<string> names = [.. generator.Bundle.Manifest.Data.Labels ?? []];
        _places = [.. plan.Names.Select(name => names.IndexOf(name))];
    }

    public override int Count => _plan.Count;

    public override int Window => _generator.WindowRows;

    protected override string? ClassOf(int row) => _plan.Names[_plan.Find(row).Class] is { Length: > 0 } name ? name : null;

    public override void Fill(ReadOnlySpan<int> rows, Span<float> values)
    {
        GeneratorSession session = _generator.Session;
        var latents = new float[rows.Length * _latent.Size];
        var labels = new long[_latent.LabelCount > 0 ? rows.Length : 0];
        var codes = new float[rows.Length * session.CodeWidth];
        var texts = new string[session.TakesText ? rows.Length : 0];
        for (int i = 0; i < rows.Length; i++)
        {
            LatentSampler.Fill(_latent.Distribution, _seed, rows[i], latents.AsSpan(i * _latent.Size, _latent.Size));
            if (labels.Length > 0)
                labels[i] = _places[_plan.Find(rows[i]).Class];
            // What is to be shown is not asked for: the bundle's examples in turn, as wherever no text is given.
            if (_latent.Text?.Examples is { } examples)
                texts[i] = examples[rows[i] % examples.Count];
            if (_latent.Code is { } layout)
                CodeSampler.Fill(layout, _seed, rows[i], codes.AsSpan(i * session.CodeWidth, session.CodeWidth));
        }

        session.Generate(latents, labels, codes, texts, values);
    }

    public override void Dispose()
    {
        _generator.Dispose();
        base.Dispose();
    }
}
