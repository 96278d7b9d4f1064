using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>The generator of CycleGAN (Zhu et al., "Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial
/// Networks", 2017), after Johnson et al. (2016): a few halvings, residual blocks, as many doublings; and, antialiased, that of
/// CUT (Park et al., "Contrastive Learning for Unpaired Image-to-Image Translation", 2020).</summary>
/// <remarks>7x7 convolutions first and last, 3x3 between; instance norm without scale and shift and ReLU after all but the last.
/// It takes pictures of any size from <see cref="SmallestSide"/> on.</remarks>
internal sealed class ResidualTranslator : Module<Tensor, Tensor>, IOnnxModule, IAnySize
{
    private const ImageNormalization Norm = ImageNormalization.Instance;

    private readonly Sequential _layers;
    private readonly Module<Tensor, Tensor> _padded;
    private readonly int _downsamplings;

    /// <summary>Makes the network.</summary>
    /// <param name="inputs">Channels it takes.</param>
    /// <param name="outputs">Channels it gives.</param>
    /// <param name="options">What it is like.</param>
    public ResidualTranslator(int inputs, int outputs, ResidualTranslatorOptions options)
        : base(nameof(ResidualTranslator))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Blocks, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Downsamplings, 1, nameof(options));
        _downsamplings = options.Downsamplings;
        var width = options.FeatureMaps;
        List<Module<Tensor, Tensor>> layers = [ReflectionPad2d(3), Conv2d(inputs, width, 7, bias: false), .. Activate(width)];
        var patches = new List<(int Layer, int Channels)> { (0, inputs) };
        for (var i = 0; i < options.Downsamplings; i++, width *= 2)
        {
            patches.Add((layers.Count, width * 2));
            layers.Add(ImageLayers.Convolve(width, width * 2, 3, options.Antialiased ? 1 : 2, 1, Norm));
            layers.AddRange(Activate(width * 2));
            if (options.Antialiased)
                layers.Add(new BlurPool2d(width * 2));
        }

        for (var block = 0; block < options.Blocks; block++)
        {
            if (block is 0 or 4)
                patches.Add((layers.Count, width));
            layers.Add(Residual(width));
        }

        for (var i = 0; i < options.Downsamplings; i++, width /= 2)
        {
            if (options.Antialiased)
                layers.AddRange(
                    // With one edge pixel repeated, this is the filter [1 3 3 1] that CUT enlarges by.
                    Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: false),
                    ImageLayers.Convolve(width, width / 2, 3, 1, 1, Norm)
                );
            else
                layers.AddRange(ImageLayers.Double(width, width / 2, options.Upsampling, 3, Norm));
            layers.AddRange(Activate(width / 2));
        }

        layers.Add(ImageLayers.Convolve(width, outputs, 7, 1, 3));
        if (options.Tanh)
            layers.Add(Tanh());
        PatchLayers = [.. patches.Select(p => p.Layer)];
        PatchChannels = [.. patches.Select(p => p.Channels)];
        _layers = Sequential(layers);
        _padded = new PadToMultiple(_layers, 1 << options.Downsamplings);
        if (options.GlobalResidual)
            _padded = new GlobalResidual(_padded);
        // The layers belong to the wrapper; registered twice, they would be saved and counted twice.
        register_module("padded", _padded);
    }

    /// <summary>Residual blocks reflect one pixel, so the smallest resolution has two.</summary>
    public int SmallestSide => (1 << _downsamplings) + 1;

    /// <summary>The layers whose features CUT compares: the pixels, each halving's convolution, the first residual block and the
    /// fifth. With two halvings and 9 blocks, antialiased, they are the published 0, 4, 8, 12 and 16.</summary>
    public IReadOnlyList<int> PatchLayers { get; }

    /// <summary>How many features each of <see cref="PatchLayers"/> has.</summary>
    public IReadOnlyList<int> PatchChannels { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _padded.call(input);

    /// <summary>What some layers give; no layer behind the last of them runs.</summary>
    /// <param name="input">Pictures [batch, channels, height, width].</param>
    /// <param name="layers">Numbers of layers, ascending, of <see cref="PatchLayers"/>: those after which no layer works in
    /// place.</param>
    /// <returns>Features [batch, channels, height, width], one a layer.</returns>
    public IReadOnlyList<Tensor> Features(Tensor input, IReadOnlyList<int> layers)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(layers);
        var features = new List<Tensor>(layers.Count);
        for (var i = 0; features.Count < layers.Count; i++)
        {
            input = ((Module<Tensor, Tensor>)_layers[i]).call(input);
            if (i == layers[features.Count])
                features.Add(input);
        }

        return features;
    }

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path) =>
        [writer.Write(_padded, inputs[0], path)];

    private static IEnumerable<Module<Tensor, Tensor>> Activate(int width) =>
        [.. ImageLayers.Normalize(Norm, width), ReLU(inplace: true)];

    private static ResidualBlock Residual(int width) =>
        new(
            Sequential([
                ImageLayers.Convolve(width, width, 3, 1, 1, Norm),
                .. Activate(width),
                ImageLayers.Convolve(width, width, 3, 1, 1, Norm),
                .. ImageLayers.Normalize(Norm, width),
            ])
        );
}
