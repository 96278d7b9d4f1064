using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>A generator: latents [batch, latent] to samples [batch, ...shape], every value in [-1, 1].</summary>
public sealed class GeneratorNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential _body;

    /// <summary>Wraps the layers.</summary>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="body">Layers that take [batch, latent] to [batch, ...shape]. Owned from here on.</param>
    public GeneratorNetwork(int latentSize, Sequential body)
        : base(nameof(GeneratorNetwork))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        ArgumentNullException.ThrowIfNull(body);
        LatentSize = latentSize;
        _body = body;
        RegisterComponents();
    }

    /// <summary>Width of the latent vector.</summary>
    public int LatentSize { get; }

    /// <summary>The layers, in order.</summary>
    public Sequential Body => _body;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _body.forward(input);
}
