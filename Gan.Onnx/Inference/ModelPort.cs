namespace Gan.Onnx.Inference;

/// <summary>An input or output of a model: float32 of shape [batch, <paramref name="Shape"/>].</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Its dimensions without the batch.</param>
internal sealed record ModelPort(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>How many values a row has.</summary>
    public int Size { get; } = Shape.Aggregate(1, (product, length) => checked(product * length));

    /// <summary>The dimensions of a batch.</summary>
    public long[] BatchShape(int rows) => [rows, .. Shape.Select(length => (long)length)];
}
