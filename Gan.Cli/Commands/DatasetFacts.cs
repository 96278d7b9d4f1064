using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Training.Data;

namespace Gan.Cli.Commands;

/// <summary>What the numbers of a data set are like.</summary>
internal sealed record DatasetFacts(double Smallest, double Largest, double Mean, double Deviation)
{
    /// <summary>Looks through all numbers.</summary>
    public static DatasetFacts Of(Dataset data)
    {
        var (low, high, sum, squares) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0);
        var sample = new float[data.SampleSize];
        for (var row = 0; row < data.Count; row++)
        {
            data.CopyTo(row, sample);
            foreach (var value in sample)
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
                sum += value;
                squares += (double)value * value;
            }
        }

        var count = (double)data.Count * data.SampleSize;
        var mean = sum / count;
        return new DatasetFacts(low, high, mean, Math.Sqrt(Math.Max(0, squares / count - mean * mean)));
    }

    public JsonObject ToJson(Dataset data) =>
        new()
        {
            ["name"] = data.Name,
            ["samples"] = data.Count,
            ["shape"] = new JsonArray([.. data.Shape.Select(d => (JsonNode)d)]),
            ["range"] = new JsonArray(data.Range.Minimum, data.Range.Maximum),
            ["smallest"] = Smallest,
            ["largest"] = Largest,
            ["mean"] = Mean,
            ["deviation"] = Deviation,
            ["classes"] = new JsonObject(Classes(data).Select(c => KeyValuePair.Create(c.Name, (JsonNode?)c.Count))),
            ["source"] = data.Source,
            ["licence"] = data.Licence,
        };

    public void Write(TextWriter words, Dataset data)
    {
        string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
        string[][] rows =
        [
            ["name", data.Name],
            ["samples", data.Count.ToString(CultureInfo.InvariantCulture)],
            ["shape", string.Join(", ", data.Shape)],
            ["range that networks see", $"{Text(data.Range.Minimum)} to {Text(data.Range.Maximum)}"],
            ["values there are", $"{Text(Smallest)} to {Text(Largest)}, mean {Text(Mean)}, standard deviation {Text(Deviation)}"],
            ["classes", string.Join(", ", Classes(data).Select(c => $"{c.Name} ({c.Count})").DefaultIfEmpty("none"))],
            ["source", data.Source],
            ["licence", data.Licence],
        ];
        PlainTable.Write(words, ["what", "value"], rows);
    }

    private static IEnumerable<(string Name, int Count)> Classes(Dataset data)
    {
        if (data.Labels is not { } labels)
            return [];
        var counts = labels.CountBy(l => l).ToDictionary();
        return data.Classes.Select((label, i) => (data.ClassNames![i], counts[label]));
    }
}
