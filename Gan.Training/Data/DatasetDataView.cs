using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Data;

/// <summary>Shows a data set to ML.NET.</summary>
internal static class DatasetDataView
{
    /// <summary>The name of the column of samples.</summary>
    public const string FeaturesColumn = "Features";

    /// <summary>The name of the column of labels.</summary>
    public const string LabelColumn = "Label";

    /// <summary>What <see cref="Dataset.ToDataView"/> gives.</summary>
    public static IDataView Of(Dataset data, MLContext ml)
    {
        ArgumentNullException.ThrowIfNull(ml);
        var type = new VectorDataViewType(NumberDataViewType.Single, data.Shape.ToArray());
        var rows = Enumerable.Range(0, data.Count);
        if (data.Labels is not { } labels)
            return ml.Data.LoadFromEnumerable(rows.Select(i => new Row { Features = data.ToArray(i, 1) }), Schema<Row>(type));
        return ml.Data.LoadFromEnumerable(
            rows.Select(i => new LabelledRow { Features = data.ToArray(i, 1), Label = labels[i] }),
            Schema<LabelledRow>(type)
        );
    }

    /// <summary>The same with what the classes are called (text, empty where a row has none) in place of the labels' numbers:
    /// a number is only the data set's own, a name is what a bundle knows a class by.</summary>
    public static IDataView WithClassNames(Dataset data, MLContext ml)
    {
        ArgumentNullException.ThrowIfNull(ml);
        if (data.Labels is null)
            return Of(data, ml);
        var type = new VectorDataViewType(NumberDataViewType.Single, data.Shape.ToArray());
        return ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, data.Count)
                .Select(i => new NamedRow { Features = data.ToArray(i, 1), Label = data.ClassNameOf(i) ?? "" }),
            Schema<NamedRow>(type)
        );
    }

    private static SchemaDefinition Schema<T>(VectorDataViewType type)
    {
        var schema = SchemaDefinition.Create(typeof(T));
        schema[FeaturesColumn].ColumnType = type;
        return schema;
    }

    private class Row
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class LabelledRow : Row
    {
        public int Label { get; set; }
    }

    private sealed class NamedRow : Row
    {
        public string Label { get; set; } = "";
    }
}
