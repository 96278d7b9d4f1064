using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A residual block whose main path sees labels: takes features and labels, Int64 [batch].</summary>
internal sealed class ConditionalResidualBlock : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly ConditionalSequential _main;
    private readonly nn.Module<Tensor, Tensor> _shortcut;

    /// <summary>Wraps the paths.</summary>
    /// <param name="main">The path with most layers; it must not begin with a layer that works in place. Owned from here
    /// on.</param>
    /// <param name="shortcut">The other path; null for the input itself. Owned from here on.</param>
    public ConditionalResidualBlock(ConditionalSequential main, nn.Module<Tensor, Tensor>? shortcut = null)
        : base(nameof(ConditionalResidualBlock))
    {
        ArgumentNullException.ThrowIfNull(main);
        (_main, _shortcut) = (main, shortcut ?? nn.Identity());
        RegisterComponents();
    }

    /// <summary>The path with most layers.</summary>
    public ConditionalSequential Main => _main;

    /// <summary>The other path.</summary>
    public nn.Module<Tensor, Tensor> Shortcut => _shortcut;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor labels) => _main.call(input, labels) + _shortcut.call(input);
}
