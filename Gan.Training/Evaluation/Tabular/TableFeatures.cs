using Gan.Training.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Evaluation.Tabular;

/// <summary>What classifiers see of a table: numbers with mean 0 and variance 1, categories as one-hot blocks, and for a missing
/// value 0 and a sign that it is missing.</summary>
internal sealed class TableFeatures
{
    private readonly Table _table;
    private readonly int _label;
    private readonly float _positive;
    private readonly (double Mean, double Deviation)[] _scales;
    private readonly bool[] _missing;

    /// <summary>Learns the scales of a table's columns.</summary>
    /// <param name="table">What classifiers will be trained on.</param>
    /// <param name="label">The column with the class.</param>
    /// <param name="positive">The category that is looked for, against all others.</param>
    /// <exception cref="Gan.Onnx.GanException">There is no such column or category.</exception>
    public TableFeatures(Table table, string label, string positive)
    {
        ArgumentNullException.ThrowIfNull(table);
        (_table, _label) = (table, table.IndexOf(label));
        var place = table.Columns[_label].Categories?.ToList().IndexOf(positive) ?? -1;
        if (place < 0)
            throw new Gan.Onnx.GanException(
                $"The column '{label}' has no category '{positive}'. {Categories(table.Columns[_label])}"
            );
        _positive = place;
        _scales = [.. table.Columns.Select(Scale)];
        _missing = [.. table.Columns.Select(c => c.MissingCount > 0)];
        Width = Enumerable.Range(0, table.Columns.Count).Where(i => i != _label).Sum(WidthOf);
    }

    /// <summary>How many features a row has.</summary>
    public int Width { get; }

    /// <summary>Whether each row is of the class that is looked for.</summary>
    /// <param name="table">A table of the same columns and categories.</param>
    public bool[] Labels(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. table.Columns[_label].Values.Select(v => v == _positive)];
    }

    /// <summary>A row's features.</summary>
    /// <param name="table">A table of the same columns and categories.</param>
    /// <param name="row">Its number, from 0.</param>
    public float[] Row(Table table, int row)
    {
        ArgumentNullException.ThrowIfNull(table);
        var features = new float[Width];
        var start = 0;
        for (var i = 0; i < _table.Columns.Count; i++)
        {
            if (i == _label)
                continue;
            var value = table.Columns[i].Values[row];
            if (double.IsNaN(value))
            {
                if (_missing[i])
                    features[start + WidthOf(i) - 1] = 1;
            }
            else if (_table.Columns[i].IsCategorical)
            {
                features[start + (int)value] = 1;
            }
            else
            {
                features[start] = (float)((value - _scales[i].Mean) / _scales[i].Deviation);
            }

            start += WidthOf(i);
        }

        return features;
    }

    /// <summary>A view with the columns <c>Features</c> (a vector of Single) and <c>Label</c> (Boolean).</summary>
    /// <param name="ml">The context.</param>
    /// <param name="table">A table of the same columns and categories.</param>
    public IDataView ToDataView(MLContext ml, Table table)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(table);
        var labels = Labels(table);
        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(FeatureRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        return ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, table.RowCount).Select(row => new FeatureRow { Features = Row(table, row), Label = labels[row] }),
            schema
        );
    }

    private int WidthOf(int column) => (_table.Columns[column].Categories?.Count ?? 1) + (_missing[column] ? 1 : 0);

    private static (double Mean, double Deviation) Scale(TableColumn column)
    {
        double[] present = [.. column.Values.Where(v => !double.IsNaN(v))];
        if (present.Length == 0)
            return (0, 1);
        var mean = present.Average();
        var deviation = Math.Sqrt(present.Average(v => (v - mean) * (v - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }

    private static string Categories(TableColumn column) =>
        column.Categories is { } names
            ? $"Categories: {string.Join(", ", names.Take(20))}."
            : "It holds numbers: read it as a categorical column.";

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
