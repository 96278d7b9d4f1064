using Gan.Training.Tables;
using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>What a recipe needs to know to build networks for a data set.</summary>
/// <param name="Shape">Shape of one sample without the batch: channels, height, width for pictures; length for vectors.</param>
/// <param name="ClassCount">How many classes the labels name; 0 where there are no labels.</param>
/// <param name="WeightRandom">Where initial weights come from (on the CPU).</param>
/// <param name="Noise">Where layers draw that are random while training.</param>
public sealed record NetworkContext(IReadOnlyList<int> Shape, int ClassCount, Generator WeightRandom, NoiseSource Noise)
{
    /// <summary>How samples were encoded, where they are rows of a table; otherwise null.</summary>
    public TableEncoding? Table { get; init; }

    /// <summary>Numbers in one sample.</summary>
    public int SampleSize => Shape.Aggregate(1, (product, n) => checked(product * n));
}
