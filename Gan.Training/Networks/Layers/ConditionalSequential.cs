using System.Globalization;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Layers;

/// <summary>Layers one after the other, of which some take labels, Int64 [batch], beside the features.</summary>
internal sealed class ConditionalSequential : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly List<nn.Module> _layers;

    /// <summary>Wraps the layers.</summary>
    /// <param name="layers">Each takes features, or features and labels. Owned from here on.</param>
    /// <exception cref="ArgumentException">A layer takes something else.</exception>
    public ConditionalSequential(IEnumerable<nn.Module> layers)
        : base(nameof(ConditionalSequential))
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        foreach (var (index, layer) in _layers.Index())
        {
            if (layer is not (nn.Module<Tensor, Tensor> or nn.Module<Tensor, Tensor, Tensor>))
                throw new ArgumentException(
                    $"Layer {index}, {layer.GetType().Name}, takes neither features nor features and labels.",
                    nameof(layers)
                );
            register_module(index.ToString(CultureInfo.InvariantCulture), layer);
        }
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<nn.Module> Layers => _layers;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor labels) =>
        _layers.Aggregate(
            input,
            (features, layer) =>
                layer is nn.Module<Tensor, Tensor, Tensor> conditional
                    ? conditional.call(features, labels)
                    : ((nn.Module<Tensor, Tensor>)layer).call(features)
        );
}
