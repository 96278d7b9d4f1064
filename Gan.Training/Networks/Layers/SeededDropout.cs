using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Dropout (Srivastava et al. 2014) from a source of its own, so that a seed fixes what is dropped; identity in
/// evaluation mode.</summary>
internal sealed class SeededDropout : nn.Module<Tensor, Tensor>
{
    private readonly NoiseSource _noise;

    /// <summary>Makes the layer.</summary>
    /// <param name="probability">How likely each value is set to 0, in [0, 1); the others are divided by 1 minus it.</param>
    /// <param name="noise">Where the choice comes from.</param>
    public SeededDropout(double probability, NoiseSource noise)
        : base(nameof(SeededDropout))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        ArgumentNullException.ThrowIfNull(noise);
        (Probability, _noise) = (probability, noise);
    }

    /// <summary>How likely each value is set to 0.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!training)
            return input.alias();
        var kept = _noise.UniformLike(input).ge(Probability).to(input.dtype);
        return input * kept / (1 - Probability);
    }
}
