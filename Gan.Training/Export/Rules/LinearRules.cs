using Gan.Onnx.Graphs;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Matrices and tables: linear layers and embeddings.</summary>
internal static class LinearRules
{
    public static OnnxValue Write(ModuleGraphWriter writer, Linear linear, OnnxValue input, string path) =>
        Multiply(writer, linear, linear.weight!, linear.bias, input, path);

    public static OnnxValue Write(ModuleGraphWriter writer, OneDnnLinear linear, OnnxValue input, string path) =>
        Multiply(writer, linear, linear.Weight, linear.Bias, input, path);

    public static OnnxValue Write(ModuleGraphWriter writer, Embedding embedding, OnnxValue input, string path) =>
        LookUp(writer, embedding, embedding.weight!, input, path);

    public static OnnxValue WriteReparameterized(
        ModuleGraphWriter writer,
        ReparameterizedLinear linear,
        OnnxValue input,
        string path
    )
    {
        using var weight = linear.EffectiveWeight();
        return Multiply(writer, linear, weight, linear.Bias, input, path);
    }

    public static OnnxValue WriteReparameterized(
        ModuleGraphWriter writer,
        SpectralEmbedding embedding,
        OnnxValue input,
        string path
    )
    {
        using var weight = embedding.EffectiveWeight();
        return LookUp(writer, embedding, weight, input, path);
    }

    private static OnnxValue LookUp(ModuleGraphWriter writer, nn.Module module, Tensor weight, OnnxValue input, string path) =>
        input.Type == OnnxElementType.Int64
            ? writer.Lookup(writer.AddWeight(path + ".weight", weight), input)
            : throw ModuleGraphWriter.Refuse(module, path, $"it looks up integers, and is given the floats {input}");

    private static OnnxValue Multiply(
        ModuleGraphWriter writer,
        nn.Module module,
        Tensor weight,
        Tensor? bias,
        OnnxValue input,
        string path
    )
    {
        if (input.Rank < 2)
            throw ModuleGraphWriter.Refuse(module, path, $"its input {input} has no dimension beside the batch");
        long[] shape = [.. input.Shape.SkipLast(1), weight.shape[0]];
        if (input.Rank == 2)
        {
            OnnxValue[] inputs = [input, writer.AddWeight(path + ".weight", weight), .. Bias(writer, bias, path)];
            return writer.AddNode("Gemm", inputs, shape, OnnxAttribute.Of("transB", 1L));
        }

        // Gemm takes matrices only.
        using var detached = weight.detach();
        using var transposed = detached.t();
        var product = writer.AddNode("MatMul", [input, writer.AddWeight(path + ".weight", transposed)], shape);
        return bias is null ? product : writer.AddElementwise("Add", [product, .. Bias(writer, bias, path)]);
    }

    private static IEnumerable<OnnxValue> Bias(ModuleGraphWriter writer, Tensor? bias, string path) =>
        bias is null ? [] : [writer.AddWeight(path + ".bias", bias)];
}
