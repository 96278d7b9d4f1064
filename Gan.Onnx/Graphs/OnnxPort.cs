namespace Gan.Onnx.Graphs;

/// <summary>An input or output of an ONNX model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements, as ONNX calls it in lower case: <c>float</c>, <c>int64</c>.</param>
/// <param name="Shape">Its dimensions: numbers, or the names of those that are known only when the model runs, such as
/// <c>batch</c>.</param>
public sealed record OnnxPort(string Name, string Type, IReadOnlyList<string> Shape);
