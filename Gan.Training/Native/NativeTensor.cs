using static TorchSharp.torch;

namespace Gan.Training.Native;

/// <summary>Tensors of arrays, in memory of libtorch's own. What <c>tensor</c> makes lies where the array happened to lie, and
/// the last bit of a product may hang on that: the same numbers would not always give the same results.</summary>
internal static class NativeTensor
{
    /// <summary>Copies an array into a tensor of a shape.</summary>
    public static Tensor Of(float[] values, params long[] shape)
    {
        using var there = tensor(values, shape);
        return there.clone();
    }
}
