using Gan.MLNet.Batching;
using Gan.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Augmentation;

/// <summary>Reads through data once.</summary>
internal static class DataRows
{
    /// <summary>The number of rows.</summary>
    public static long Count(IDataView data)
    {
        long rows = 0;
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        while (cursor.MoveNext())
            rows++;
        return rows;
    }

    /// <summary>The number of rows of each class, in the order in which the classes come, and of all rows.</summary>
    /// <exception cref="GanException">No row has a class, or none has the one that must be there.</exception>
    public static (Dictionary<string, int> Counts, long Rows) Classes(IDataView data, string labelColumn, string? mustBeThere)
    {
        ClassColumn label = ClassColumn.Find(data.Schema, labelColumn);
        Dictionary<string, int> counts = [];
        long rows = 0;
        using DataViewRowCursor cursor = data.GetRowCursor([label.Column]);
        Func<string?> read = label.Reader(cursor);
        for (; cursor.MoveNext(); rows++)
        {
            if (read() is { } name)
                counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        if (counts.Count == 0)
            throw new GanException($"No row has a label in column '{labelColumn}': there are no classes to balance.");
        if (mustBeThere is not null && !counts.ContainsKey(mustBeThere))
            throw new GanException(
                $"No row of column '{labelColumn}' is of the class '{mustBeThere}'. Its classes: "
                    + $"{string.Join(", ", counts.Keys)}."
            );
        return (counts, rows);
    }

    /// <summary>The features of the rows of some classes.</summary>
    /// <exception cref="GanException">A feature is not finite.</exception>
    public static Dictionary<string, List<float[]>> Samples(
        IDataView data,
        string labelColumn,
        string featureColumn,
        HashSet<string> classes
    )
    {
        ClassColumn label = ClassColumn.Find(data.Schema, labelColumn);
        DataViewSchema.Column features = InputColumns.Find(data.Schema, featureColumn);
        if (features.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw InputColumns.Mismatch(
                nameof(data),
                featureColumn,
                "a vector of Single of known size",
                features.Type.ToString()!
            );
        Dictionary<string, List<float[]>> samples = classes.ToDictionary(name => name, _ => new List<float[]>());
        using DataViewRowCursor cursor = data.GetRowCursor([label.Column, features]);
        Func<string?> read = label.Reader(cursor);
        var reader = SampleReader.Create(cursor, features, vector.Size, null, 1);
        while (cursor.MoveNext())
        {
            if (read() is not { } name || !samples.TryGetValue(name, out List<float[]>? of))
                continue;
            reader.Read(0);
            reader.Check(0);
            of.Add(reader.Samples(1).ToArray());
        }

        return samples;
    }
}
