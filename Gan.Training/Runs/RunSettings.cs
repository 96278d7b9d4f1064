using System.ComponentModel.DataAnnotations;
using Gan.Training.Evaluation.Features;
using Gan.Training.Guards;

namespace Gan.Training;

/// <summary>What a run keeps and watches, beside the training itself. None of it changes what is learned, unless a guard goes
/// back.</summary>
public sealed record RunSettings
{
    /// <summary>Steps between checkpoints, each with samples from fixed latents and a measured distance.</summary>
    /// <value>At least 1; default 1000.</value>
    [Range(1, long.MaxValue)]
    public long CheckpointEvery { get; init; } = 1000;

    /// <summary>Steps between grids of samples, drawn at the first report from each multiple on, and before the first step. Null
    /// draws them at checkpoints only.</summary>
    /// <value>At least 1; default none.</value>
    [Range(1, long.MaxValue)]
    public long? SamplesEvery { get; init; }

    /// <summary>How many of the latest checkpoints to keep, beside the best.</summary>
    /// <value>At least 1; default 3.</value>
    [Range(1, int.MaxValue)]
    public int KeepCheckpoints { get; init; } = 3;

    /// <summary>When the guard speaks up; null for no guard: then only a loss that is not finite ends the run.</summary>
    public GuardSettings? Guard { get; init; } = new();

    /// <summary>Measures the Fréchet distance of samples with this network at each checkpoint, and lets the smallest decide which
    /// one is best; stays the caller's. Null, the default, lets the sliced Wasserstein distance of raw values decide.</summary>
    public IFeatureNetwork? BestBy { get; init; }

    /// <summary>Samples that <see cref="BestBy"/> judges at each checkpoint.</summary>
    /// <value>At least 20; default 1000.</value>
    [Range(20, int.MaxValue)]
    public int BestBySamples { get; init; } = 1_000;
}
