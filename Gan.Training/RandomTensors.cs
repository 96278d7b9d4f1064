using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Tensors of random numbers, drawn on the processor and moved to where they are wanted: TorchSharp's generators exist
/// nowhere else, whatever device they were made for, and one that is given for a tensor on a card is refused, or its memory taken
/// for what it is not. So a seed also draws the same numbers on every device.</summary>
internal static class RandomTensors
{
    /// <summary>Uniform numbers in [0, 1).</summary>
    public static Tensor Uniform(
        this Generator random,
        ReadOnlySpan<long> size,
        Device device,
        ScalarType type = ScalarType.Float32
    ) => rand(size, type, CPU, generator: random).to(device);

    /// <summary>Standard normal numbers.</summary>
    public static Tensor Normal(
        this Generator random,
        ReadOnlySpan<long> size,
        Device device,
        ScalarType type = ScalarType.Float32
    ) => randn(size, type, CPU, generator: random).to(device);

    /// <summary>Whole numbers from one up to another, that not included; Int64.</summary>
    public static Tensor Integers(this Generator random, long from, long to, long count, Device device) =>
        randint(from, to, [count], ScalarType.Int64, CPU, generator: random).to(device);

    /// <summary>The numbers below <paramref name="count"/>, each once; Int64.</summary>
    public static Tensor Permutation(this Generator random, long count, Device device) =>
        randperm(count, ScalarType.Int64, CPU, generator: random).to(device);
}
