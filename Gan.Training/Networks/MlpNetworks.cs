using Gan.Onnx;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>Fully connected networks for samples of any shape, as in Goodfellow et al., "Generative Adversarial Nets"
/// (2014).</summary>
/// <remarks>The paper's discriminator uses maxout units with dropout; these use LeakyReLU 0.2, which trains as well and exports
/// to a standard operator, unless the options say otherwise.</remarks>
public static class MlpNetworks
{
    /// <summary>A generator with ReLU layers and a final tanh.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="hidden">Widths of the hidden layers, first to last.</param>
    public static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, int latentSize, IReadOnlyList<int> hidden) =>
        CreateGenerator(shape, new GeneratorOptions { LatentSize = latentSize }, new MlpOptions { Hidden = hidden });

    /// <summary>A generator.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="input">What it makes samples from.</param>
    /// <param name="layers">Its layers.</param>
    /// <exception cref="GanException">The options ask for what vectors do not have.</exception>
    internal static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, GeneratorOptions input, MlpOptions layers)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(layers.Hidden);
        var body = new List<Module<Tensor, Tensor>>();
        var width = input.InputWidth;
        foreach (var next in layers.Hidden)
        {
            AddHidden(body, width, next, layers, HiddenActivation.Relu);
            width = next;
        }

        body.Add(NetworkLayers.CreateLinear(width, Size(shape), layers.WeightNormalization));
        if (layers.Output == OutputActivation.Tanh)
            body.Add(Tanh());
        if (shape.Count > 1)
            body.Add(Unflatten(1, [.. shape.Select(n => (long)n)]));
        return new GeneratorNetwork(input.LatentSize, Sequential(body), input.ClassCount, input.Codes);
    }

    /// <summary>A discriminator with LeakyReLU layers.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="hidden">Widths of the hidden layers, first to last; at least one.</param>
    public static DiscriminatorNetwork CreateDiscriminator(IReadOnlyList<int> shape, IReadOnlyList<int> hidden) =>
        CreateDiscriminator(shape, new DiscriminatorOptions(), new MlpOptions { Hidden = hidden });

    /// <summary>A discriminator.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="options">What it sees beside the sample and what it says of it.</param>
    /// <param name="layers">Its layers.</param>
    /// <exception cref="GanException">The options ask for what vectors do not have.</exception>
    internal static HeadedDiscriminator CreateDiscriminator(
        IReadOnlyList<int> shape,
        DiscriminatorOptions options,
        MlpOptions layers
    )
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(layers.Hidden);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Hidden.Count, nameof(layers));
        var trunk = new List<Module<Tensor, Tensor>>();
        if (shape.Count > 1)
            trunk.Add(Flatten());
        AddNoise(trunk, layers.InputNoise, layers);
        // Samples packed together, and the planes of a one-hot label, lie along the first dimension.
        var width = (shape[0] * options.Packing + options.LabelInputs) * Size([.. shape.Skip(1)]);
        foreach (var next in layers.Hidden)
        {
            AddHidden(trunk, width, next, layers, HiddenActivation.LeakyRelu);
            AddNoise(trunk, layers.HiddenNoise, layers);
            if (layers.Dropout > 0)
                trunk.Add(new SeededDropout(layers.Dropout, Noise(layers)));
            width = next;
        }

        return DiscriminatorHeads.Attach(trunk, width, options, layers.WeightNormalization);
    }

    private static void AddHidden(
        List<Module<Tensor, Tensor>> layers,
        int inputs,
        int outputs,
        MlpOptions options,
        HiddenActivation usual
    )
    {
        layers.Add(
            NetworkLayers.CreateLinear(inputs, outputs, options.WeightNormalization, options.Normalization, options.TrainGains)
        );
        layers.AddRange(NetworkLayers.Normalize1d(options.Normalization, outputs));
        layers.Add(NetworkLayers.Activate(options.Activation ?? usual));
    }

    private static void AddNoise(List<Module<Tensor, Tensor>> layers, double sigma, MlpOptions options)
    {
        if (sigma > 0)
            layers.Add(new GaussianNoise(sigma, Noise(options)));
    }

    private static NoiseSource Noise(MlpOptions options) =>
        options.Noise ?? throw new ArgumentException("Layers with noise need a source of it.", nameof(options));

    private static int Size(IReadOnlyList<int> shape) => shape.Aggregate(1, (product, n) => checked(product * n));
}
