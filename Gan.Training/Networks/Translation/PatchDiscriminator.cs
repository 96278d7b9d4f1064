using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>The discriminator of pix2pix and CycleGAN (Isola et al. 2017): it judges every patch of a picture alone, so that it
/// takes pictures of any size from <see cref="SmallestSide"/> on.</summary>
/// <remarks>4x4 convolutions with LeakyReLU 0.2: the first ones of stride 2, then one of stride 1, and one that gives the
/// verdicts. Without any of stride 2 they are 1x1, and each pixel is judged alone (PixelGAN).</remarks>
internal sealed class PatchDiscriminator : Module<Tensor, Tensor>
{
    private const int LargestFactor = 8;

    private readonly ModuleList<Module<Tensor, Tensor>> _stages;
    private readonly Module<Tensor, Tensor> _verdict;
    private readonly int _layers;

    /// <summary>Makes the network.</summary>
    /// <param name="inputs">Channels it takes; with a condition, those of the condition too.</param>
    /// <param name="options">What it is like.</param>
    public PatchDiscriminator(int inputs, PatchDiscriminatorOptions options)
        : base(nameof(PatchDiscriminator))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Layers, nameof(options));
        _layers = options.Layers;
        int Width(int stage) => options.FeatureMaps * Math.Min(1 << stage, LargestFactor);
        var (kernel, padding) = _layers == 0 ? (1, 0) : (4, 1);
        Module<Tensor, Tensor> Convolve(int from, int to, int stride, bool normalized) =>
            NetworkLayers.CreateConv2d(
                from,
                to,
                kernel,
                stride,
                padding,
                options.Spectral ? WeightNormalization.Spectral : WeightNormalization.None,
                // Only whether there is one: then the convolution has no bias.
                normalized ? FeatureNormalization.Batch : FeatureNormalization.None
            );

        _stages = ModuleList<Module<Tensor, Tensor>>();
        for (var stage = 0; stage <= Math.Max(1, _layers); stage++)
        {
            var norm = stage == 0 ? ImageNormalization.None : options.Normalization;
            _stages.Add(
                Sequential([
                    Convolve(
                        stage == 0 ? inputs : Width(stage - 1),
                        Width(stage),
                        stage < _layers ? 2 : 1,
                        norm != ImageNormalization.None
                    ),
                    .. ImageLayers.Normalize(norm, Width(stage)),
                    LeakyReLU(0.2, inplace: true),
                ])
            );
        }

        _verdict = Convolve(Width(Math.Max(1, _layers)), 1, 1, normalized: false);
        RegisterComponents();
    }

    /// <summary>The fewest pixels a side of which there is a verdict.</summary>
    public int SmallestSide => _layers == 0 ? 1 : 3 << _layers;

    /// <summary>How real each patch looks.</summary>
    /// <param name="input">Pictures [batch, channels, height, width].</param>
    /// <returns>Logits [batch, 1, rows, columns]; higher is more real.</returns>
    public override Tensor forward(Tensor input) => Judge(input).Scores;

    /// <summary>How real each patch looks, and the features that say so, first layer first.</summary>
    /// <param name="input">Pictures [batch, channels, height, width].</param>
    /// <returns>Logits [batch, 1, rows, columns], and the features [batch, channels, rows, columns] of every layer
    /// before.</returns>
    public (Tensor Scores, IReadOnlyList<Tensor> Features) Judge(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var features = new List<Tensor>(_stages.Count);
        foreach (var stage in _stages)
        {
            input = stage.call(input);
            features.Add(input);
        }

        return (_verdict.call(input), features);
    }
}
