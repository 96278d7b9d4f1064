using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How many rows of each class (first index) were predicted to be of which (second index).</summary>
public sealed class ConfusionMatrix
{
    private readonly string[] _names;

    internal ConfusionMatrix(double[][] counts, string[] names)
    {
        _names = names;
        Counts = counts;
        NumberOfClasses = counts.Length;
        PerClassRecall = [.. counts.Select((row, k) => row.Sum() > 0 ? row[k] / row.Sum() : 0)];
        PerClassPrecision = [.. counts.Select((row, k) => counts.Sum(other => other[k]) is > 0 and var predicted ? row[k] / predicted : 0)];
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses { get; }

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex) =>
        Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];

    public string GetFormattedConfusionTable()
    {
        var text = new StringBuilder("Actual \\ predicted");
        foreach (var name in _names)
            text.Append(CultureInfo.InvariantCulture, $" | {name,8}");
        text.AppendLine(" | Recall");
        for (var k = 0; k < NumberOfClasses; k++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_names[k],18}");
            foreach (var count in Counts[k])
                text.Append(CultureInfo.InvariantCulture, $" | {count,8}");
            text.AppendLine(CultureInfo.InvariantCulture, $" | {PerClassRecall[k]:F4}");
        }
        text.Append("         Precision");
        foreach (var precision in PerClassPrecision)
            text.Append(CultureInfo.InvariantCulture, $" | {precision,8:F4}");
        return text.AppendLine().ToString();
    }
}
