using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>The beginning of a generator: its affine layers up to the first that is none, and the activation behind them where
/// there is one.</summary>
/// <remarks>What a linear layer, a reshaping and a batch norm in evaluation mode do one after the other is one affine function,
/// which is taken as it acts: the result for each latent axis, less that for zeros.</remarks>
internal sealed class FirstLayer
{
    private readonly PictureGenerator _generator;
    private readonly List<nn.Module> _affine = [];
    private readonly nn.Module<Tensor, Tensor>? _activation;

    /// <exception cref="Gan.Onnx.GanException">The generator does not begin with an affine layer.</exception>
    public FirstLayer(PictureGenerator generator)
    {
        _generator = generator;
        foreach (var layer in Layers())
        {
            if (!IsAffine(layer))
            {
                _activation = IsActivation(layer) ? (nn.Module<Tensor, Tensor>)layer : null;
                break;
            }

            _affine.Add(layer);
        }

        if (_affine.Count == 0)
            throw new Gan.Onnx.GanException(
                "The generator does not begin with a linear layer, so its first layer gives no directions."
            );
    }

    /// <summary>What each latent axis does to the first layer's outputs, [latent, outputs]; within
    /// <see cref="PictureGenerator.Use"/>.</summary>
    public Tensor Axes()
    {
        using var noGrad = no_grad();
        var size = _generator.LatentSize;
        var device = _generator.Device;
        var results = Affine(cat([zeros([1, size], device: device), eye(size, device: device)]));
        return results.narrow(0, 1, size) - results.narrow(0, 0, 1);
    }

    /// <summary>The first layer's activations, [rows, outputs]; within <see cref="PictureGenerator.Use"/>.</summary>
    public Tensor Activations(Tensor latents)
    {
        using var noGrad = no_grad();
        var values = Affine(latents);
        return _activation?.call(values) ?? values;
    }

    private Tensor Affine(Tensor latents)
    {
        var values = latents;
        // A body that takes one vector sees the label and the code behind the latent.
        if (_generator.Network.Body is not null)
        {
            var input = _generator.Input(latents);
            List<Tensor> parts = [latents];
            if (input.Labels is { } labels)
                parts.Add(nn.functional.one_hot(labels, _generator.Network.ClassCount).to(latents.dtype));
            if (input.Code is { } code)
                parts.Add(code);
            values = parts.Count == 1 ? latents : cat(parts, 1);
        }

        return _affine.Aggregate(values, (features, layer) => ((nn.Module<Tensor, Tensor>)layer).call(features)).flatten(1);
    }

    private IEnumerable<nn.Module> Layers() =>
        _generator.Network switch
        {
            { ConditionalBody: ConditionalSequential conditional } => conditional.Layers,
            { Body: Sequential body } => body.children(),
            { Body: { } single } => [single],
            _ => [],
        };

    /// <summary>Whether a layer adds and multiplies by what does not depend on its input, in evaluation mode.</summary>
    private static bool IsAffine(nn.Module layer) =>
        layer
            is Linear
                or OneDnnLinear
                or Unflatten
                or Flatten
                or BatchNorm1d
                or BatchNorm2d
                or Conv2d
                or ConvTranspose2d
                or LearnedBasis
                or Upsample
                or ConstantPad2d;

    private static bool IsActivation(nn.Module layer) => layer is ReLU or LeakyReLU or ELU or Softplus or Tanh or Sigmoid;
}
