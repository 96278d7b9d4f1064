using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Editing;

/// <summary>How the latent of a picture is found.</summary>
public enum ProjectionMethod
{
    /// <summary>By the encoder, in one pass.</summary>
    Encoder,

    /// <summary>By gradient steps from the nearest of some random samples.</summary>
    Optimization,

    /// <summary>By gradient steps from what the encoder gives.</summary>
    EncoderThenOptimization,
}

/// <summary>How <see cref="PictureProjector"/> looks for latents.</summary>
public sealed record ProjectionOptions
{
    /// <summary>How latents are found. Without an encoder <see cref="ProjectionMethod.EncoderThenOptimization"/> begins as
    /// <see cref="ProjectionMethod.Optimization"/> does.</summary>
    /// <value>Default EncoderThenOptimization.</value>
    public ProjectionMethod Method { get; init; } = ProjectionMethod.EncoderThenOptimization;

    /// <summary>Gradient steps (Adam).</summary>
    /// <value>At least 1; default 500.</value>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 500;

    /// <summary>The size of the first step; later ones shrink as a cosine to 0.</summary>
    /// <value>Above 0; default 0.1.</value>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Random samples among which an optimization without an encoder begins at the nearest.</summary>
    /// <value>At least 1; default 64.</value>
    [Range(1, int.MaxValue)]
    public int Starts { get; init; } = 64;

    /// <summary>For normal latents: the weight of their mean square, beside the mean squared error of the picture in [-1, 1].
    /// Latents near 0 are such as the generator was trained on, which edits begin better at.</summary>
    /// <value>At least 0; default 0.0001.</value>
    [Range(0, double.MaxValue)]
    public double PriorWeight { get; init; } = 1e-4;

    /// <summary>What random starts are drawn from.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;
}

/// <summary>Pictures as a generator can make them.</summary>
public sealed class Projection
{
    internal Projection(float[] latents, float[] pictures, IReadOnlyList<double> psnr) =>
        (Latents, Pictures, Psnr) = (latents, pictures, psnr);

    /// <summary>Their latents, row-major.</summary>
    public float[] Latents { get; }

    /// <summary>What the generator makes of those, row-major, in the data's own values.</summary>
    public float[] Pictures { get; }

    /// <summary>How near each is to the picture that was given: the peak signal-to-noise ratio over the data's range, in
    /// decibels; infinite where they are the same.</summary>
    public IReadOnlyList<double> Psnr { get; }
}
