using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A linear layer with spectral normalization: its weight has the largest singular value 1 (Miyato et al.
/// 2018).</summary>
/// <remarks>Each pass in training mode does one power iteration; evaluation mode does none.</remarks>
internal sealed class SpectralLinear : ReparameterizedLinear
{
    private readonly SpectralNormalization _spectral;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Width of the input.</param>
    /// <param name="outputs">Width of the output.</param>
    /// <param name="hasBias">Whether it adds a bias.</param>
    public SpectralLinear(long inputs, long outputs, bool hasBias = true)
        : base(nameof(SpectralLinear), inputs, outputs, hasBias)
    {
        _spectral = new SpectralNormalization(_linear.weight!);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor EffectiveWeight() => _spectral.Effective(_linear.weight!);

    internal override void WeightWasSet() => _spectral.Restart(_linear.weight!);

    private protected override Tensor Weight() => _spectral.Apply(_linear.weight!);
}
