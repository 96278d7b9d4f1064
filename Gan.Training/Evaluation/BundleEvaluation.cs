using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using Gan.Training.Validation;

namespace Gan.Training.Evaluation;

/// <summary>Measures everything there is to measure on a bundle's generator.</summary>
public sealed class BundleEvaluation
{
    private const int FewestRows = 20;
    private readonly GanBundle _bundle;
    private readonly Dataset _data;
    private readonly IFeatureNetwork _network;
    private readonly EvaluationSettings _settings;

    /// <summary>Prepares an evaluation.</summary>
    /// <param name="bundle">A bundle with a generator.</param>
    /// <param name="data">The real samples to compare with: those it was trained on, or others like them.</param>
    /// <param name="network">Where features come from; stays the caller's.</param>
    /// <param name="settings">Counts and seed; defaults when null.</param>
    /// <exception cref="GanException">The bundle has no generator, the data are of another shape or too few, or a setting is out
    /// of range.</exception>
    public BundleEvaluation(GanBundle bundle, Dataset data, IFeatureNetwork network, EvaluationSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(network);
        (_bundle, _data, _network, _settings) = (bundle, data, network, settings ?? new EvaluationSettings());
        OptionCheck.Require(_settings);
        if (!bundle.HasGenerator)
            throw new GanException("The bundle has no generator, so there are no samples to evaluate.");
        RequireShape(data);
        if (data.Count < FewestRows)
            throw new GanException($"The number of real rows is {data.Count}; it must be at least {FewestRows}.");
    }

    /// <summary>Held-out real samples, which were not trained on, for the memorization check and for the distance that real
    /// samples have from each other; null where there are none.</summary>
    public Dataset? HeldOut { get; init; }

    /// <summary>Measures.</summary>
    /// <param name="progress">Told what is being measured, before it is.</param>
    /// <param name="cancellation">Stops as soon as the figure under way allows.</param>
    /// <exception cref="GanException">A model cannot be run, or held-out samples are of another shape.</exception>
    public EvaluationReport Run(Action<string>? progress = null, CancellationToken cancellation = default)
    {
        if (HeldOut is not null)
            RequireShape(HeldOut);
        progress?.Invoke("generating samples");
        using var generator = new GeneratorSession(_bundle);
        var samples = new float[_settings.Samples * generator.SampleSize];
        generator.Generate((ulong)_settings.Seed, 0, _settings.Samples, samples);

        progress?.Invoke($"features of {_settings.Samples} generated samples");
        var generated = Features(samples, cancellation);
        var real = Chosen(_data);
        progress?.Invoke($"features of {real.Count} real samples");
        var reference = Features(real.Samples, cancellation);
        var heldOut = HeldOut is null ? null : Chosen(HeldOut);
        var sets = new EvaluationSets(
            _network,
            _settings,
            generated,
            reference,
            heldOut is null ? null : Features(heldOut.Samples, cancellation),
            $"{_settings.Samples} samples, {reference.Features.Count} of {_data.Count} real rows of {_data.Name}, seed "
                + $"{_settings.Seed}; {_network.Protocol}"
        );

        var figures = new List<EvaluationFigure>();
        foreach (var (what, measure) in DistributionFigures.All)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(what);
            figures.AddRange(measure(sets, cancellation));
        }

        if (_settings.PathPairs > 0)
        {
            progress?.Invoke("path length");
            figures.Add(PathLength(generator, sets, cancellation));
        }

        if (LabelAgreement(generated, sets) is { } agreement)
            figures.Add(agreement);
        return new EvaluationReport(
            _bundle.Manifest.Method,
            _data.Name,
            _network.Name,
            _settings.Samples,
            _settings.Seed,
            figures,
            [.. EvaluationNotes.Of(sets, real, heldOut)]
        );
    }

    private FeatureBatch Features(ReadOnlyMemory<float> samples, CancellationToken cancellation) =>
        _network.Run(samples, _bundle.Manifest.Data.Shape, _bundle.Manifest.Data.ValueRange, cancellation);

    private Dataset Chosen(Dataset data)
    {
        if (data.Count <= _settings.MaximumRows)
            return data;
        var rows = Enumerable.Range(0, data.Count).ToArray();
        new Random(_settings.Seed).Shuffle(rows);
        return data.Select(rows[.._settings.MaximumRows]);
    }

    private EvaluationFigure PathLength(GeneratorSession generator, EvaluationSets sets, CancellationToken cancellation)
    {
        var lengths = PerceptualPathLength.Measure(
            generator,
            _bundle,
            _network,
            _settings.PathPairs,
            _settings.Seed,
            cancellation
        );
        return sets.Mean(
            EvaluationNames.Of(_network, "path length in latent space"),
            lengths,
            "lower",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_settings.PathPairs} pairs of latents, steps of {PerceptualPathLength.Step}, 1 % dropped at either end"
            )
        );
    }

    /// <summary>For a class-conditional generator whose classes the network knows by the same names: how often it sees the class
    /// asked for.</summary>
    private EvaluationFigure? LabelAgreement(FeatureBatch generated, EvaluationSets sets)
    {
        var labels = _bundle.Manifest.Latent!.LabelCount;
        if (
            labels == 0
            || generated.Probabilities.Length == 0
            || !_network.ClassNames.SequenceEqual(_bundle.Manifest.Data.Labels!)
        )
            return null;
        var seen = generated.LikeliestClasses(labels);
        double[] agreed = [.. seen.Select((c, row) => c == row % labels ? 1.0 : 0)];
        return sets.Mean(
            EvaluationNames.Of(_network, "class asked for is seen"),
            agreed,
            "higher",
            "classes in turn; the classifier's own errors count against the generator"
        );
    }

    private void RequireShape(Dataset data)
    {
        var expected = _bundle.Manifest.Data;
        if (!data.Shape.SequenceEqual(expected.Shape))
            throw new GanException(
                $"The data set '{data.Name}' has samples of [{string.Join(", ", data.Shape)}], and the bundle makes "
                    + $"[{string.Join(", ", expected.Shape)}]. Give the data it was trained on, or others of their form."
            );
        if (data.Range != expected.ValueRange)
            throw new GanException(
                $"The data set '{data.Name}' has values from {data.Range}, and the bundle "
                    + $"makes {expected.ValueRange}. Give the data it was trained "
                    + $"on, or others of their form."
            );
    }
}

/// <summary>How <see cref="BundleEvaluation"/> measures.</summary>
public sealed record EvaluationSettings
{
    /// <summary>Samples to generate.</summary>
    /// <value>At least 20; default 5000.</value>
    [Range(20, int.MaxValue)]
    public int Samples { get; init; } = 5_000;

    /// <summary>At most so many real rows are looked at, drawn with the seed.</summary>
    /// <value>At least 20; default 50000.</value>
    [Range(20, int.MaxValue)]
    public int MaximumRows { get; init; } = 50_000;

    /// <summary>At most so many samples of each kind enter figures that compare every pair.</summary>
    /// <value>At least 20; default 10000.</value>
    [Range(20, int.MaxValue)]
    public int MaximumPaired { get; init; } = 10_000;

    /// <summary>Resamples behind each interval; 0 for no intervals.</summary>
    /// <value>0, or at least 20; default 200.</value>
    [ZeroOrAtLeast(20)]
    public int Resamples { get; init; } = 200;

    /// <summary>Pairs of latents that the path length is measured along; 0 to leave it out.</summary>
    /// <value>0, or at least 2; default 1000.</value>
    [ZeroOrAtLeast(2)]
    public int PathPairs { get; init; } = 1_000;

    /// <summary>Fixes the samples and everything drawn at random.</summary>
    /// <value>At least 0; default 1.</value>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;
}
