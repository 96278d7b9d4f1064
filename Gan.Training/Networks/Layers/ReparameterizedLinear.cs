using Gan.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A linear layer [batch, inputs] to [batch, outputs] whose weight is computed from its parameters at each
/// pass.</summary>
internal abstract class ReparameterizedLinear : ReparameterizedLayer
{
    private protected readonly Linear _linear;

    private protected ReparameterizedLinear(string name, long inputs, long outputs, bool hasBias)
        : base(name) => _linear = nn.Linear(inputs, outputs, hasBias);

    /// <inheritdoc/>
    public override Parameter? Bias => _linear.bias;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        OneDnnProduct.Linear(Computing(input), Computing(Weight()), _linear.bias is { } bias ? Computing(bias) : null);
}
