using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A skip connection as in a U-Net: the input, and behind it along dimension 1 what the body makes of it (Ronneberger et
/// al., "U-Net", 2015). [batch, channels, ...] to [batch, channels + the body's, ...].</summary>
public sealed class SkipConnection : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _body;

    /// <summary>Wraps the body.</summary>
    /// <param name="body">What is skipped; it keeps the sizes of the input but its channels, and must not begin with a layer that
    /// works in place. Owned from here on.</param>
    public SkipConnection(nn.Module<Tensor, Tensor> body)
        : base(nameof(SkipConnection))
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
        RegisterComponents();
    }

    /// <summary>What is skipped.</summary>
    public nn.Module<Tensor, Tensor> Body => _body;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => cat([input, _body.call(input)], 1);
}
