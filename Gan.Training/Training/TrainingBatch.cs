using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Rows of the data set on the device.</summary>
/// <param name="Samples">Samples [batch, ...shape], scaled to [-1, 1].</param>
/// <param name="Labels">Class numbers from 0, Int64 [batch], -1 where a row has none; null where the data have no labels.</param>
public sealed record TrainingBatch(Tensor Samples, Tensor? Labels)
{
    /// <summary>The conditions that the rows meet, and under which samples are generated beside them, [batch, code]; null where
    /// the recipe draws
    /// none.</summary>
    public Tensor? Conditions { get; init; }
}
