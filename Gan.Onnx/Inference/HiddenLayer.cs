namespace Gan.Onnx.Inference;

/// <summary>A hidden layer of a discriminator: what one of its activations gives.</summary>
/// <param name="Name">The value's name in the graph.</param>
/// <param name="Shape">Its dimensions without the batch: [count], or [feature maps, height, width].</param>
public sealed record HiddenLayer(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>How many values a sample has there: the product of <see cref="Shape"/>.</summary>
    public int Count { get; } = Shape.Aggregate(1, (product, length) => checked(product * length));
}
