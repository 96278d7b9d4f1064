using Gan.Training.Native;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>A linear layer [batch, inputs] to [batch, outputs], as TorchSharp's, whose products oneDNN computes where that is
/// faster (<see cref="OneDnnProduct"/>).</summary>
internal sealed class OneDnnLinear : nn.Module<Tensor, Tensor>
{
    // The names that TorchSharp's layer has in a state.
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    /// <summary>Creates the layer with TorchSharp's first weights.</summary>
    public OneDnnLinear(long inputs, long outputs, bool hasBias = true)
        : base(nameof(Linear))
    {
        _weight = nn.Parameter(empty(outputs, inputs));
        _weight.DetachFromDisposeScope();
        nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
        if (hasBias)
        {
            var bound = 1 / Math.Sqrt(inputs);
            _bias = nn.Parameter(empty(outputs));
            _bias.DetachFromDisposeScope();
            nn.init.uniform_(_bias, -bound, bound);
        }

        RegisterComponents();
    }

    /// <summary>The weight [outputs, inputs].</summary>
    public Parameter Weight => _weight;

    /// <summary>The bias [outputs]; null where there is none.</summary>
    public Parameter? Bias => _bias;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => OneDnnProduct.Linear(input, _weight, _bias);
}
