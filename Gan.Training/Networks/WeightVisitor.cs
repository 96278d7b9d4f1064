using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Goes through the parameters of a network by what they are for.</summary>
internal static class WeightVisitor
{
    /// <summary>A module and all modules in it.</summary>
    public static IEnumerable<nn.Module> All(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.modules().Prepend(network);
    }

    /// <summary>Sets the parameters in the order of their registration.</summary>
    /// <param name="network">The network.</param>
    /// <param name="random">Where learned pictures come from.</param>
    /// <param name="weights">Sets the weight of a linear layer, a convolution or an embedding.</param>
    /// <param name="scales">Sets the scales of a normalization.</param>
    /// <param name="biases">Sets the bias of a linear layer or a convolution, right after its weight.</param>
    public static void Visit(
        nn.Module network,
        Generator random,
        Action<nn.Module, Tensor> weights,
        Action<Tensor> scales,
        Action<Tensor> biases
    )
    {
        ArgumentNullException.ThrowIfNull(random);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var set = new HashSet<nn.Module>();
        foreach (var module in All(network))
        {
            switch (module)
            {
                case Linear linear:
                    SetBoth(linear, linear.weight!, linear.bias);
                    break;
                case OneDnnLinear linear:
                    SetBoth(linear, linear.Weight, linear.Bias);
                    break;
                case Convolution convolution:
                    SetBoth(convolution, convolution.weight!, convolution.bias);
                    break;
                case NormBase norm when norm.affine:
                    SetScale(norm.weight!, norm.bias);
                    break;
                case GroupNorm norm when norm.affine:
                    SetScale(norm.weight!, norm.bias);
                    break;
                case LayerNorm norm when norm.elementwise_affine:
                    SetScale(norm.weight!, norm.bias);
                    break;
                case ConditionalBatchNorm2d norm:
                    // A module comes before those within it, so its tables are known when they are met as embeddings.
                    SetScale(norm.Scale.weight!, norm.Shift.weight);
                    set.UnionWith([norm.Scale, norm.Shift]);
                    break;
                case Embedding embedding when !set.Contains(embedding):
                    weights(embedding, embedding.weight!);
                    break;
                case LearnedBasis basis:
                    basis.Basis.normal_(0, 1, random);
                    break;
            }
        }

        foreach (var layer in All(network).OfType<ReparameterizedLayer>())
            layer.WeightWasSet();

        void SetBoth(nn.Module module, Tensor weight, Tensor? bias)
        {
            weights(module, weight);
            if (bias is not null)
                biases(bias);
        }

        void SetScale(Tensor scale, Tensor? shift)
        {
            scales(scale);
            shift?.zero_();
        }
    }
}
