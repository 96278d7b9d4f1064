using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Sets the weights of a network from a random generator of its own, so that a seed fixes them whatever the process's global
/// random state is.</summary>
/// <remarks>TorchSharp's own <c>nn.init</c> functions take a generator and ignore it; the tensor's methods heed it.</remarks>
public static class WeightInitialization
{
    /// <summary>Radford et al. (2016): weights from N(0, 0.02), batch norm scales from N(1, 0.02), every bias 0.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void Dcgan(nn.Module network, Generator random) => Apply(
        network, weight => weight.normal_(0, 0.02, random), scale => scale.normal_(1, 0.02, random), bias => nn.init.zeros_(bias));

    /// <summary>Uniform in ±1/sqrt(fan-in) for weights and biases of linear layers and convolutions, PyTorch's default; batch norm
    /// starts as the identity.</summary>
    /// <param name="network">The network; its weights are overwritten in the order of their registration.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void FanIn(nn.Module network, Generator random)
    {
        var bound = 0.0;
        Apply(
            network,
            weight =>
            {
                bound = 1 / Math.Sqrt(weight.shape[1..].Aggregate(1L, (product, n) => product * n));
                weight.uniform_(-bound, bound, random);
            },
            scale => nn.init.ones_(scale),
            // A layer's bias is registered right after its weight, so the bound is still that layer's; batch norm's bias stays 0.
            bias => bias.uniform_(-bound, bound, random));
    }

    private static void Apply(nn.Module network, Action<Tensor> weights, Action<Tensor> scales, Action<Tensor> biases)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var module in network.modules())
        {
            switch (module)
            {
                case Linear linear:
                    weights(linear.weight!);
                    if (linear.bias is { } linearBias) biases(linearBias);
                    break;
                case Convolution convolution:
                    weights(convolution.weight!);
                    if (convolution.bias is { } convolutionBias) biases(convolutionBias);
                    break;
                case NormBase norm when norm.affine:
                    scales(norm.weight!);
                    nn.init.zeros_(norm.bias!);
                    break;
            }
        }
    }
}
