using Gan.Training.Data;

namespace Gan.Cli.Quickstart;

/// <summary>The digits, parted: what training sees, and three kinds of rows it never sees.</summary>
internal sealed class QuickstartData
{
    private const double HeldOutFraction = 0.2;

    public QuickstartData(int leftOut, int seed)
    {
        var digits = Dataset.Digits();
        (Training, HeldOut) = digits.Where(label => label != leftOut).Split(HeldOutFraction, seed);
        LeftOut = digits.Where(label => label == leftOut);
        Shuffled = ShufflePixels(HeldOut, seed);
    }

    /// <summary>Nine digits, four fifths of their pictures.</summary>
    public Dataset Training { get; }

    /// <summary>The same nine digits, the other fifth.</summary>
    public Dataset HeldOut { get; }

    /// <summary>Every picture of the tenth digit.</summary>
    public Dataset LeftOut { get; }

    /// <summary>The held-out pictures with the pixels of each in a random order: the same values, no shape.</summary>
    public Dataset Shuffled { get; }

    private static Dataset ShufflePixels(Dataset data, int seed)
    {
        var samples = data.Samples.ToArray();
        var random = new Random(seed);
        for (var row = 0; row < data.Count; row++)
            random.Shuffle(samples.AsSpan(row * data.SampleSize, data.SampleSize));
        return new Dataset(data.Name, data.Shape, samples, data.Labels?.ToArray(), data.Range, data.Source, data.Licence);
    }
}
