using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>The sum of what two paths make of the same input (He et al., "Deep Residual Learning", 2016).</summary>
public sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _main;
    private readonly nn.Module<Tensor, Tensor> _shortcut;

    /// <summary>Wraps the paths.</summary>
    /// <param name="main">The path with most layers; it must not begin with a layer that works in place. Owned from here
    /// on.</param>
    /// <param name="shortcut">The other path; null for the input itself. Owned from here on.</param>
    public ResidualBlock(nn.Module<Tensor, Tensor> main, nn.Module<Tensor, Tensor>? shortcut = null)
        : base(nameof(ResidualBlock))
    {
        ArgumentNullException.ThrowIfNull(main);
        (_main, _shortcut) = (main, shortcut ?? nn.Identity());
        RegisterComponents();
    }

    /// <summary>The path with most layers.</summary>
    public nn.Module<Tensor, Tensor> Main => _main;

    /// <summary>The other path.</summary>
    public nn.Module<Tensor, Tensor> Shortcut => _shortcut;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _main.call(input) + _shortcut.call(input);
}
