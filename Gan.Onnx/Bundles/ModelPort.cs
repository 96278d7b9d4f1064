namespace Gan.Onnx.Bundles;

/// <summary>An input or output of a model, of shape [batch, <paramref name="Shape"/>]: float32, or int64 for class
/// numbers.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Its dimensions without the batch.</param>
/// <param name="IsInteger">Whether it is int64; only inputs are.</param>
internal sealed record ModelPort(string Name, IReadOnlyList<int> Shape, bool IsInteger = false)
{
    /// <summary>Class numbers, one a row.</summary>
    public static ModelPort Label { get; } = new("label", [], IsInteger: true);

    /// <summary>How many values a row has.</summary>
    public int Size { get; } = Shape.Aggregate(1, (product, length) => checked(product * length));

    /// <summary>The dimensions of a batch.</summary>
    public long[] BatchShape(int rows) => [rows, .. Shape.Select(length => (long)length)];
}
