using Gan.Onnx;
using Gan.Onnx.Graphs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Writes TorchSharp modules into an ONNX graph as they behave in evaluation mode: batch norm with its running statistics,
/// dropout not at all.</summary>
/// <remarks>A module that has no rule here is refused by name and path; nothing is ever skipped in silence.</remarks>
public sealed class ModuleGraphWriter
{
    private readonly OnnxGraphBuilder _graph;

    /// <summary>Writes into a graph.</summary>
    /// <param name="graph">Where nodes and weights go.</param>
    public ModuleGraphWriter(OnnxGraphBuilder graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _graph = graph;
    }

    /// <summary>Writes one module and everything in it.</summary>
    /// <param name="module">The module. Its weights are copied.</param>
    /// <param name="input">Name of the value it takes.</param>
    /// <param name="path">Where it stands in its network, for messages and weight names, for example "generator".</param>
    /// <returns>The name of the value it gives.</returns>
    /// <exception cref="GanException">There is no rule for this kind of module, or for a setting of it.</exception>
    public string Write(nn.Module module, string input, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module switch
        {
            Sequential sequential => sequential.named_children().Aggregate(input, (value, child) => Write(child.module, value, $"{path}.{child.name}")),
            Linear linear => WriteLinear(linear, input, path),
            Conv2d convolution => WriteConvolution("Conv", convolution, input, path),
            ConvTranspose2d convolution => WriteConvolution("ConvTranspose", convolution, input, path),
            BatchNorm norm => WriteBatchNorm(norm, input, path),
            ReLU => _graph.AddNode("Relu", [input]),
            LeakyReLU leaky => _graph.AddNode("LeakyRelu", [input], null, OnnxAttribute.Of("alpha", (float)leaky.negative_slope)),
            Tanh => _graph.AddNode("Tanh", [input]),
            Sigmoid => _graph.AddNode("Sigmoid", [input]),
            Dropout or Identity => input,
            Flatten { start_dim: 1, end_dim: -1 } => _graph.AddNode("Flatten", [input], null, OnnxAttribute.Of("axis", 1L)),
            Unflatten { dim: 1 } unflatten => WriteUnflatten(unflatten, input, path),
            _ => throw new GanException(
                $"The module '{path}' of type {module.GetType().Name} cannot be written to ONNX with its settings. Use layers that can: " +
                "Sequential, Linear, Conv2d, ConvTranspose2d, BatchNorm1d, BatchNorm2d, ReLU, LeakyReLU, Tanh, Sigmoid, Dropout, Identity, " +
                "Flatten from dimension 1, Unflatten of dimension 1."),
        };
    }

    private string WriteLinear(Linear linear, string input, string path)
    {
        var weight = AddTensor(path + ".weight", linear.weight!);
        string[] inputs = linear.bias is { } bias ? [input, weight, AddTensor(path + ".bias", bias)] : [input, weight];
        return _graph.AddNode("Gemm", inputs, null, OnnxAttribute.Of("transB", 1L));
    }

    private string WriteConvolution(string operation, Convolution convolution, string input, string path)
    {
        if (convolution.padding_mode != PaddingModes.Zeros || convolution.padding is not { Length: 2 } padding)
            throw new GanException($"The convolution '{path}' pads other than with zeros by a number; ONNX has no such convolution. Pad in a layer of its own.");
        if (convolution.output_padding is { } outputPadding && outputPadding.Any(p => p != 0))
            throw new GanException($"The convolution '{path}' has an output padding, which is not supported. Choose a kernel that needs none.");
        var weight = AddTensor(path + ".weight", convolution.weight!);
        string[] inputs = convolution.bias is { } bias ? [input, weight, AddTensor(path + ".bias", bias)] : [input, weight];
        return _graph.AddNode(
            operation, inputs, null,
            OnnxAttribute.Of("kernel_shape", convolution.kernel_size),
            OnnxAttribute.Of("strides", convolution.stride),
            OnnxAttribute.Of("pads", [padding[0], padding[1], padding[0], padding[1]]),
            OnnxAttribute.Of("dilations", convolution.dilation),
            OnnxAttribute.Of("group", convolution.groups));
    }

    private string WriteBatchNorm(BatchNorm norm, string input, string path)
    {
        if (!norm.track_running_stats)
            throw new GanException($"The batch norm '{path}' keeps no running statistics, so a sample's result depends on its batch; it cannot be exported.");
        var count = norm.num_features;
        var scale = norm.affine ? AddTensor(path + ".weight", norm.weight!) : AddConstant(path + ".weight", 1, count);
        var shift = norm.affine ? AddTensor(path + ".bias", norm.bias!) : AddConstant(path + ".bias", 0, count);
        var mean = AddTensor(path + ".running_mean", norm.running_mean!);
        var variance = AddTensor(path + ".running_var", norm.running_var!);
        return _graph.AddNode("BatchNormalization", [input, scale, shift, mean, variance], null, OnnxAttribute.Of("epsilon", (float)norm.eps));
    }

    private string WriteUnflatten(Unflatten unflatten, string input, string path)
    {
        // A 0 in Reshape's shape keeps that dimension as it is: the batch stays symbolic.
        long[] shape = [0, .. unflatten.unflattened_size];
        return _graph.AddNode("Reshape", [input, _graph.AddInitializer(path + ".shape", shape, shape.Length)]);
    }

    private string AddTensor(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu().to(ScalarType.Float32).contiguous();
        return _graph.AddInitializer(name, values.data<float>().ToArray(), values.shape);
    }

    private string AddConstant(string name, float value, long count)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return _graph.AddInitializer(name, values, count);
    }
}
