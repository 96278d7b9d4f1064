using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Rows of the data set on the device, with whatever belongs to them: named tensors, of which a game uses those that it
/// asks for.</summary>
/// <param name="Samples">Samples [batch, ...shape], scaled to [-1, 1].</param>
/// <param name="Labels">Class numbers from 0, Int64 [batch], -1 where a row has none; null where the data have no labels.</param>
public sealed record TrainingBatch(Tensor Samples, Tensor? Labels)
{
    /// <summary>The conditions that the rows meet, and under which samples are generated beside them, [batch, code]; null where
    /// there are none.</summary>
    public Tensor? Conditions { get; init; }

    /// <summary>The images that <see cref="Samples"/> belong to, which a translator takes, [batch, ...source shape] in [-1, 1];
    /// null where there are none.</summary>
    public Tensor? Source { get; init; }

    /// <summary>The vectors of what the samples show, in words, [batch, text]; null where nothing is said.</summary>
    public Tensor? Text { get; init; }

    /// <summary>Which pixels of each sample are to be filled in: 1 for those, 0 for those that are known, [batch, 1, height,
    /// width]; null where all is known.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>What samples are generated from beside these rows, as many; null in games that draw nothing.</summary>
    public GeneratorInput? Input { get; init; }
}
