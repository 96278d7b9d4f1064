using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Adds normal noise in training mode and passes its input on in evaluation mode.</summary>
internal sealed class GaussianNoise : nn.Module<Tensor, Tensor>
{
    private readonly NoiseSource _noise;

    /// <summary>Makes the layer.</summary>
    /// <param name="sigma">Standard deviation of the noise; at least 0.</param>
    /// <param name="noise">Where the noise comes from.</param>
    public GaussianNoise(double sigma, NoiseSource noise)
        : base(nameof(GaussianNoise))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        ArgumentNullException.ThrowIfNull(noise);
        (Sigma, _noise) = (sigma, noise);
    }

    /// <summary>Standard deviation of the noise.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return training ? input + _noise.NormalLike(input) * Sigma : input.alias();
    }
}
