using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Editing;

/// <summary>How a <see cref="PictureEncoder"/> is trained.</summary>
public sealed record EncoderTrainingOptions
{
    /// <summary>Steps, each on a batch of real pictures and one of samples.</summary>
    /// <value>At least 1; default 2000.</value>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 2000;

    /// <summary>Rows of a batch; fewer where the data have fewer.</summary>
    /// <value>At least 1; default 64.</value>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate at the start, falling to 0 as a cosine.</summary>
    /// <value>Above 0; default 0.001.</value>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The weight of the latents' mean squared error, beside that of the pixels in [-1, 1].</summary>
    /// <value>At least 0; default 0.1.</value>
    [Range(0, double.MaxValue)]
    public double LatentWeight { get; init; } = 0.1;

    /// <summary>Feature maps of the first convolution; they double at each smaller resolution.</summary>
    /// <value>At least 1; default 32.</value>
    [Range(1, int.MaxValue)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Steps between two measurements on pictures that are held out; the encoder is that of the best.</summary>
    /// <value>At least 1; default 100.</value>
    [Range(1, int.MaxValue)]
    public int ValidateEvery { get; init; } = 100;

    /// <summary>Fixes the weights, the order of the data, latents and which pictures are held out.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;
}
