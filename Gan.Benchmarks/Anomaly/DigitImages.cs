using Gan.Training.Data;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Pictures of digits, split into those to train on and those to test on.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Split">Gives training and test pictures with their labels for a seed.</param>
internal sealed record DigitImages(string Name, Func<int, (Dataset Training, Dataset Test)> Split)
{
    private const double TestShare = 0.3;
    private const int Side = 28,
        Border = 2,
        Small = 16;

    /// <summary>The 8x8 digits, 30 % for testing.</summary>
    public static DigitImages Digits()
    {
        var data = DigitsDataset.Load();
        return new DigitImages("8x8 digits, 30 % held out at random", seed => data.Split(TestShare, seed));
    }

    /// <summary>MNIST, its 28x28 pictures with a border of 2 averaged down to 16x16.</summary>
    public static DigitImages Mnist(string folder)
    {
        var (training, test) = (Shrink(IdxDataset.ReadFolder(folder)), Shrink(IdxDataset.ReadFolder(folder, test: true)));
        return new DigitImages("MNIST averaged down to 16x16, its own 10,000 test pictures", _ => (training, test));
    }

    private static Dataset Shrink(Dataset data)
    {
        var samples = new float[data.Count * Small * Small];
        for (var row = 0; row < data.Count; row++)
        {
            var picture = data.Sample(row);
            for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                samples[row * Small * Small + (y + Border) / 2 * Small + (x + Border) / 2] += picture[y * Side + x] / 4;
        }

        return new Dataset(data.Name, [1, Small, Small], samples, [.. data.Labels!], data.Range, data.Source, data.Licence);
    }
}
