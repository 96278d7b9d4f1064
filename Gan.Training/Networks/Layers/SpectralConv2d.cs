using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A convolution with spectral normalization: its weight, as the matrix of output channels by everything else, has the
/// largest singular value 1 (Miyato et al. 2018).</summary>
/// <remarks>Each pass in training mode does one power iteration; evaluation mode does none.</remarks>
internal sealed class SpectralConv2d : ReparameterizedConv2d
{
    private readonly SpectralNormalization _spectral;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel.</param>
    /// <param name="stride">The stride.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="hasBias">Whether it adds a bias.</param>
    public SpectralConv2d(
        long inputChannels,
        long outputChannels,
        long kernelSize,
        long stride = 1,
        long padding = 0,
        bool hasBias = true
    )
        : base(nameof(SpectralConv2d), inputChannels, outputChannels, kernelSize, stride, padding, hasBias)
    {
        _spectral = new SpectralNormalization(_convolution.weight!);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor EffectiveWeight() => _spectral.Effective(_convolution.weight!);

    internal override void WeightWasSet() => _spectral.Restart(_convolution.weight!);

    private protected override Tensor Weight() => _spectral.Apply(_convolution.weight!);
}
