using Gan.Training.Evaluation.Features;
using Gan.Training.Guards;

namespace Gan.Training;

/// <summary>What a run keeps and watches, beside the training itself. None of it changes what is learned, unless a guard goes
/// back.</summary>
public sealed record RunSettings
{
    /// <summary>Steps between checkpoints, each with samples from fixed latents and a measured distance. At least 1; default
    /// 1,000.</summary>
    public long CheckpointEvery { get; init; } = 1000;

    /// <summary>Steps between grids of samples, drawn at the first report from each multiple on, and before the first step; at
    /// least 1. Null,
    /// the default, draws them at checkpoints only.</summary>
    public long? SamplesEvery { get; init; }

    /// <summary>How many of the latest checkpoints to keep, beside the best. At least 1; default 3.</summary>
    public int KeepCheckpoints { get; init; } = 3;

    /// <summary>When the guard speaks up; null for no guard: then only a loss that is not finite ends the run.</summary>
    public GuardSettings? Guard { get; init; } = new();

    /// <summary>Measures the Fréchet distance of samples with this network at each checkpoint, and lets the smallest decide which
    /// one is best;
    /// stays the caller's. Null, the default, lets the sliced Wasserstein distance of raw values decide.</summary>
    public IFeatureNetwork? BestBy { get; init; }

    /// <summary>Samples that <see cref="BestBy"/> judges at each checkpoint; at least 20. Default 1,000.</summary>
    public int BestBySamples { get; init; } = 1_000;
}
