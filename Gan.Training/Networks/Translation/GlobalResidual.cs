using Gan.Onnx.Graphs;
using Gan.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Adds what a network gives to the image that it takes (global residual learning: Kim et al., "Accurate Image
/// Super-Resolution Using Very Deep Convolutional Networks", 2016), so that the network learns the change alone.</summary>
/// <remarks>The change is twice what the network gives, which reaches from -1 to 1 and from 1 to -1; the sum is held to
/// [-1, 1].</remarks>
internal sealed class GlobalResidual : nn.Module<Tensor, Tensor>, IOnnxModule, IAnySize
{
    private const int Reach = 2;
    private readonly nn.Module<Tensor, Tensor> _network;

    /// <summary>Wraps a network.</summary>
    /// <param name="network">Images in [-1, 1] to as many values in [-1, 1]. Owned from here on.</param>
    public GlobalResidual(nn.Module<Tensor, Tensor> network)
        : base(nameof(GlobalResidual))
    {
        _network = network;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public int SmallestSide => ((IAnySize)_network).SmallestSide;

    /// <summary>Sets a network's last convolution to zero, so that it begins as the identity.</summary>
    public static void BeginAsIdentity(nn.Module network)
    {
        using var noGrad = no_grad();
        var last = network.modules().OfType<Convolution>().Last();
        foreach (var parameter in last.parameters())
            parameter.zero_();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (input + _network.call(input) * Reach).clamp(-1, 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var change = writer.AddElementwise(
            "Mul",
            [writer.Write(_network, inputs[0], path + ".network"), writer.AddScalar("reach", Reach)]
        );
        var sum = writer.AddElementwise("Add", [inputs[0], change]);
        return [writer.AddNode("Clip", [sum, writer.AddScalar("least", -1), writer.AddScalar("most", 1)], sum.Shape)];
    }
}
