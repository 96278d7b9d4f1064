using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>An input that a model and its network are compared on.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Draw">Draws so many rows, float32 or Int64 on the CPU.</param>
internal sealed record ComparedInput(string Name, Func<long, Generator, Tensor> Draw);
