using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Sums each channel over its pixels: [batch, channels, height, width] to [batch, channels].</summary>
internal sealed class GlobalSumPool2d : nn.Module<Tensor, Tensor>
{
    /// <summary>Makes the layer.</summary>
    public GlobalSumPool2d()
        : base(nameof(GlobalSumPool2d)) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.sum(2, 3);
    }
}
