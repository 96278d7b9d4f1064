using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Sets the weights of a network from a random generator of its own, so that a seed fixes them whatever the process's
/// global random state is.</summary>
/// <remarks>TorchSharp's own <c>nn.init</c> functions take a generator and ignore it; the tensor's methods heed it. Every method
/// starts normalizations as the identity unless it says otherwise, and draws learned pictures (<see cref="LearnedBasis"/>) from
/// N(0, 1).</remarks>
public static class WeightInitialization
{
    /// <summary>Radford et al. (2016): weights from N(0, 0.02), batch norm scales from N(1, 0.02), every bias 0.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void Dcgan(nn.Module network, Generator random) =>
        WeightVisitor.Visit(
            network,
            random,
            (_, weight) => weight.normal_(0, 0.02, random),
            scale => scale.normal_(1, 0.02, random),
            bias => bias.zero_()
        );

    /// <summary>Uniform in ±1/sqrt(fan-in) for weights and biases of linear layers and convolutions, PyTorch's default.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void FanIn(nn.Module network, Generator random)
    {
        var bound = 0.0;
        WeightVisitor.Visit(
            network,
            random,
            (_, weight) =>
            {
                bound = 1 / Math.Sqrt(Inputs(weight));
                weight.uniform_(-bound, bound, random);
            },
            scale => scale.fill_(1),
            // A layer's bias is visited right after its weight, so the bound is still that layer's.
            bias => bias.uniform_(-bound, bound, random)
        );
    }

    /// <summary>Normal with variance 1 (He et al. 2015: 2 / fan-in, for ReLU) and every bias 0.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void KaimingNormal(nn.Module network, Generator random) =>
        WeightVisitor.Visit(
            network,
            random,
            (_, weight) => weight.normal_(0, Math.Sqrt(2.0 / Inputs(weight)), random),
            scale => scale.fill_(1),
            bias => bias.zero_()
        );

    /// <summary>Normal with a deviation for all weights, as the weight-normalized layers of Salimans and Kingma (2016) with 0.05;
    /// every bias 0.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="deviation">The standard deviation; above 0.</param>
    public static void Normal(nn.Module network, Generator random, double deviation = 0.05) =>
        WeightVisitor.Visit(
            network,
            random,
            (_, weight) => weight.normal_(0, deviation, random),
            scale => scale.fill_(1),
            bias => bias.zero_()
        );

    /// <summary>Uniform with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010), twice that on the main paths of residual
    /// blocks, as Miyato et al. (2018) start theirs; every bias 0.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void Xavier(nn.Module network, Generator random)
    {
        HashSet<nn.Module> mainPaths =
        [
            .. WeightVisitor
                .All(network)
                .SelectMany(module =>
                    module switch
                    {
                        ResidualBlock block => block.Main.modules(),
                        ConditionalResidualBlock block => block.Main.modules(),
                        _ => [],
                    }
                ),
        ];
        WeightVisitor.Visit(
            network,
            random,
            (module, weight) =>
            {
                var outputs = weight.numel() / weight.shape[1];
                var bound = Math.Sqrt((mainPaths.Contains(module) ? 2.0 : 1.0) * 6 / (Inputs(weight) + outputs));
                weight.uniform_(-bound, bound, random);
            },
            scale => scale.fill_(1),
            bias => bias.zero_()
        );
    }

    /// <summary>Normal with variance 2 gain² / (fan-in + fan-out) (Glorot and Bengio 2010); every bias 0.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="gain">What every weight is multiplied by; above 0.</param>
    internal static void XavierNormal(nn.Module network, Generator random, double gain) =>
        WeightVisitor.Visit(
            network,
            random,
            (_, weight) =>
            {
                var outputs = weight.numel() / weight.shape[1];
                weight.normal_(0, gain * Math.Sqrt(2.0 / (Inputs(weight) + outputs)), random);
            },
            scale => scale.fill_(1),
            bias => bias.zero_()
        );

    /// <summary>Fix-up (Zhang et al. 2019) as in R3GAN: with L residual blocks of m convolutions, the last convolution of each
    /// block is 0 and the others are normal with variance 2 / (1 + 0.2²) / fan-in, for LeakyReLU 0.2, scaled by L^(-1/(2m-2));
    /// weights outside blocks are normal with variance 1 / fan-in; every bias 0.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void Fixup(nn.Module network, Generator random)
    {
        ResidualBlock[] blocks = [.. WeightVisitor.All(network).OfType<ResidualBlock>()];
        var gains = new Dictionary<nn.Module, double>();
        foreach (var block in blocks)
        {
            Convolution[] convolutions = [.. block.Main.modules().OfType<Convolution>()];
            var gain = Math.Sqrt(2 / (1 + 0.2 * 0.2)) * Math.Pow(blocks.Length, -1.0 / (2 * convolutions.Length - 2));
            foreach (var convolution in convolutions)
                gains[convolution] = convolution == convolutions[^1] ? 0 : gain;
        }

        WeightVisitor.Visit(
            network,
            random,
            (module, weight) =>
            {
                var gain = gains.GetValueOrDefault(module, 1);
                if (gain == 0)
                    weight.zero_();
                else
                    weight.normal_(0, gain / Math.Sqrt(Inputs(weight)), random);
            },
            scale => scale.fill_(1),
            bias => bias.zero_()
        );
    }

    private static long Inputs(Tensor weight) => weight.shape[1..].Aggregate(1L, (product, n) => product * n);
}
