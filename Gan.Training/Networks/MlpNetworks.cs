using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>Fully connected networks for samples of any shape, as in Goodfellow et al., "Generative Adversarial Nets" (2014).</summary>
/// <remarks>The paper's discriminator uses maxout units with dropout; these use LeakyReLU 0.2, which trains as well and exports to a
/// standard operator.</remarks>
public static class MlpNetworks
{
    /// <summary>A generator with ReLU layers and a final tanh.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="hidden">Widths of the hidden layers, first to last.</param>
    public static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, int latentSize, IReadOnlyList<int> hidden)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(hidden);
        var layers = new List<Module<Tensor, Tensor>>();
        var width = latentSize;
        foreach (var next in hidden)
        {
            layers.Add(Linear(width, next));
            layers.Add(ReLU(inplace: true));
            width = next;
        }

        layers.Add(Linear(width, Size(shape)));
        layers.Add(Tanh());
        if (shape.Count > 1) layers.Add(Unflatten(1, [.. shape.Select(n => (long)n)]));
        return new GeneratorNetwork(latentSize, Sequential(layers));
    }

    /// <summary>A discriminator with LeakyReLU layers.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="hidden">Widths of the hidden layers, first to last; at least one.</param>
    public static HeadedDiscriminator CreateDiscriminator(IReadOnlyList<int> shape, IReadOnlyList<int> hidden)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentOutOfRangeException.ThrowIfZero(hidden.Count);
        var layers = new List<Module<Tensor, Tensor>>();
        if (shape.Count > 1) layers.Add(Flatten());
        var width = Size(shape);
        foreach (var next in hidden)
        {
            layers.Add(Linear(width, next));
            layers.Add(LeakyReLU(0.2, inplace: true));
            width = next;
        }

        return new HeadedDiscriminator(Sequential(layers), width, Linear(width, 1));
    }

    private static int Size(IReadOnlyList<int> shape) => shape.Aggregate(1, (product, n) => checked(product * n));
}
