using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Turns a vector into a small picture: a learned picture whose channels are scaled by linear functions of the vector
/// (Huang et al., "The GAN is dead; long live the GAN!", 2024). [batch, inputs] to [batch, channels, height, width].</summary>
internal sealed class LearnedBasis : nn.Module<Tensor, Tensor>
{
    private readonly Linear _linear;

    [ComponentName(Name = "basis")]
    private readonly Parameter _basis;

    /// <summary>Makes the layer; the picture is 0 until <see cref="WeightInitialization.Fixup"/> draws it.</summary>
    /// <param name="inputs">Width of the vector.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="width">Width of the picture.</param>
    public LearnedBasis(long inputs, long channels, long height, long width)
        : base(nameof(LearnedBasis))
    {
        _linear = nn.Linear(inputs, channels, hasBias: false);
        _basis = new Parameter(zeros(channels, height, width));
        _basis.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The linear functions.</summary>
    public Linear Linear => _linear;

    /// <summary>The learned picture, [channels, height, width].</summary>
    public Parameter Basis => _basis;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _linear.call(input).unsqueeze(2).unsqueeze(3) * _basis;
}
