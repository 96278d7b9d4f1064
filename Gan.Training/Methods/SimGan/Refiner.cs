using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>SimGAN's refiner (Shrivastava et al. 2017): residual blocks of 3x3 convolutions between a 3x3 and a 1x1 convolution,
/// all of stride 1 and without normalization, so that each pixel comes of those around it alone, in an image of any
/// size.</summary>
internal sealed class Refiner : Module<Tensor, Tensor>, IOnnxModule, IAnySize
{
    // Blocks begin near the identity, and what is added to the image near nothing.
    private const double BeginningScale = 0.1;

    private readonly Module<Tensor, Tensor> _layers;
    private readonly List<Conv2d> _small = [];

    /// <summary>Makes the network.</summary>
    /// <param name="channels">Channels that it takes and gives.</param>
    /// <param name="featureMaps">Feature maps.</param>
    /// <param name="blocks">Residual blocks.</param>
    /// <param name="keepsInput">Whether it adds to its input; otherwise it gives what a tanh gives.</param>
    public Refiner(int channels, int featureMaps, int blocks, bool keepsInput)
        : base(nameof(Refiner))
    {
        List<Module<Tensor, Tensor>> layers = [ImageLayers.Convolve(channels, featureMaps, 3, 1, 1), ReLU(inplace: true)];
        for (var block = 0; block < blocks; block++)
        {
            var last = Conv2d(featureMaps, featureMaps, 3);
            _small.Add(last);
            layers.Add(
                new ResidualBlock(
                    Sequential(
                        ImageLayers.Convolve(featureMaps, featureMaps, 3, 1, 1),
                        ReLU(inplace: true),
                        ReflectionPad2d(1),
                        last
                    )
                )
            );
            layers.Add(ReLU());
        }

        var final = Conv2d(featureMaps, channels, 1);
        layers.Add(final);
        if (keepsInput)
            _small.Add(final);
        else
            layers.Add(Tanh());
        _layers = keepsInput ? new ResidualBlock(Sequential(layers)) : Sequential(layers);
        Reach = ReceptiveField.Of(_layers);
        RegisterComponents();
    }

    /// <summary>What is continued by reflection has a neighbour.</summary>
    public int SmallestSide => 2;

    /// <summary>How far away pixels may lie that make a difference.</summary>
    public int Reach { get; }

    /// <summary>Draws the weights.</summary>
    /// <param name="random">Where the numbers come from.</param>
    public void Initialize(Generator random)
    {
        WeightInitialization.KaimingNormal(this, random);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var convolution in _small)
            convolution.weight!.mul_(BeginningScale);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _layers.call(input);

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path) =>
        [writer.Write(_layers, inputs[0], path)];
}
