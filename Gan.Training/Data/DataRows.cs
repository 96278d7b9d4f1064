using static TorchSharp.torch;

namespace Gan.Training.Data;

/// <summary>Rows of a data set as networks take them.</summary>
internal static class DataRows
{
    /// <summary>Some rows, [rows, ...shape] in [-1, 1].</summary>
    public static Tensor OnDevice(Dataset data, IReadOnlyList<int> rows, Device device)
    {
        var chosen = data.Select([.. rows]);
        var values = tensor(chosen.Samples.ToArray(), [chosen.Count, .. data.Shape.Select(n => (long)n)]);
        return ValueScaling.ToNetwork(values, data.Range).to(device);
    }

    /// <summary>At most so many rows, drawn without putting back.</summary>
    public static Tensor Draw(Dataset data, int most, int seed, Device device)
    {
        var rows = Enumerable.Range(0, data.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return OnDevice(data, rows[..Math.Min(most, rows.Length)], device);
    }
}
