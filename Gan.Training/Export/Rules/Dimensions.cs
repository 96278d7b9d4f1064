using Gan.Onnx.Graphs;
using static TorchSharp.torch;

namespace Gan.Training.Export.Rules;

/// <summary>Dimension numbers, which PyTorch also counts from the end.</summary>
internal static class Dimensions
{
    /// <summary>A dimension number from 1; the batch is no dimension to work along, for rows would depend on each
    /// other.</summary>
    public static long Resolve(nn.Module module, OnnxValue input, long dimension, string path)
    {
        var resolved = dimension < 0 ? dimension + input.Rank : dimension;
        if (resolved == 0)
            throw ModuleGraphWriter.Refuse(
                module,
                path,
                "it works along the batch, so a row's result would depend on the rows beside it"
            );
        return resolved > 0 && resolved < input.Rank
            ? resolved
            : throw ModuleGraphWriter.Refuse(module, path, $"its input {input} has no dimension {dimension}");
    }
}
