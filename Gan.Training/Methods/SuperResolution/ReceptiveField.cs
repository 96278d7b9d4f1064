using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>How far a pixel of the input reaches in a network of convolutions.</summary>
internal static class ReceptiveField
{
    /// <summary>The distance in pixels of the input, rounded up, beyond which nothing of the input changes a pixel of the
    /// output.</summary>
    /// <param name="network">Convolutions of stride 1, activations, padding, pixel shuffles, skip connections and residual
    /// blocks, in any nesting.</param>
    /// <exception cref="ArgumentException">There is another kind of layer in it.</exception>
    public static int Of(nn.Module network) => (int)Math.Ceiling(Reach(network, 1).Reach - 1e-9);

    /// <summary>The reach of a layer in pixels of the network's input, and how many of its output's pixels one of those is wide;
    /// given how many of its input's one is.</summary>
    private static (double Reach, double Scale) Reach(nn.Module module, double scale) =>
        module switch
        {
            Sequential layers => layers
                .children()
                .Aggregate(
                    (Reach: 0.0, Scale: scale),
                    (sum, layer) =>
                    {
                        var next = Reach(layer, sum.Scale);
                        return (sum.Reach + next.Reach, next.Scale);
                    }
                ),
            ResidualBlock block => Wider(Reach(block.Main, scale), Reach(block.Shortcut, scale)),
            SkipConnection skip => Reach(skip.Body, scale),
            Conv2d convolution when convolution.stride![0] == 1 => ((convolution.kernel_size[0] - 1) / 2.0 / scale, scale),
            PixelShuffle shuffle => (0, scale * shuffle.upscale_factor),
            Identity or ReLU or LeakyReLU or Tanh or ReplicationPad2d or ReflectionPad2d => (0, scale),
            _ => throw new ArgumentException($"How far {module.GetName()} reaches is not known.", nameof(module)),
        };

    private static (double, double) Wider((double Reach, double Scale) first, (double Reach, double Scale) second) =>
        first.Reach >= second.Reach ? first : second;
}
