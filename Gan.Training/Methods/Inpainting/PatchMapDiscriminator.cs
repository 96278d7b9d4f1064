using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>SN-PatchGAN (Yu et al. 2019): spectrally normalized 5x5 convolutions of stride 2 over image and mask. Every element
/// of the last map, over all its channels, is a score of its own, so that holes of any shape at any place are judged.</summary>
internal sealed class PatchMapDiscriminator : nn.Module<Tensor, Tensor>
{
    private const double Slope = 0.2;
    private readonly TorchSharp.Modules.ModuleList<SpectralConv2d> _layers;

    /// <summary>Makes the network.</summary>
    /// <param name="inputs">Channels of the image and the mask together.</param>
    /// <param name="features">Channels of the first map; then twice, then four times as many.</param>
    /// <param name="layers">How many convolutions; the last map has sides 2 to that power smaller.</param>
    public PatchMapDiscriminator(int inputs, int features, int layers)
        : base(nameof(PatchMapDiscriminator))
    {
        long Width(int layer) => layer < 0 ? inputs : (long)features << Math.Min(layer, 2);
        _layers = nn.ModuleList(
            Enumerable.Range(0, layers).Select(i => new SpectralConv2d(Width(i - 1), Width(i), 5, 2, 2)).ToArray()
        );
        RegisterComponents();
    }

    /// <summary>The layers that end with the map nearest to 4x4, at least 2 and at most the 6 of the paper at 256
    /// pixels.</summary>
    /// <param name="side">The shorter side of the images.</param>
    public static int LayersFor(int side) => Math.Clamp((int)Math.Round(Math.Log2(side / 4.0)), 2, 6);

    /// <summary>Scores and what they were made from.</summary>
    /// <param name="input">Images in [-1, 1] and, behind them, masks [batch, channels + 1, height, width].</param>
    /// <returns>Scores [batch, maps, height', width'], above 0 for real, and the activations of all layers before.</returns>
    public (Tensor Scores, IReadOnlyList<Tensor> Features) Judge(Tensor input)
    {
        var features = new List<Tensor>();
        foreach (var layer in _layers.SkipLast(1))
        {
            input = nn.functional.leaky_relu(layer.call(input), Slope);
            features.Add(input);
        }

        return (_layers[^1].call(input), features);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Judge(input).Scores;
}
