using Microsoft.ML;

namespace Gan.MLNet.Batching;

/// <summary>A transformer bound to one input schema: the input's columns come first, at their own indices, then the added ones.
/// The output schema is built once, since ML.NET compares schemas by reference.</summary>
internal sealed class ColumnBinding
{
    public ColumnBinding(IRowComputation transformer, DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Transformer = transformer;
        InputSchema = inputSchema;
        Inputs = transformer.FindInputs(inputSchema);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumns(transformer.DescribeOutputs(inputSchema));
        OutputSchema = builder.ToSchema();
    }

    public IRowComputation Transformer { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The input columns that the added columns are computed from.</summary>
    public DataViewSchema.Column[] Inputs { get; }

    /// <summary>Columns with a lower index are the input's own.</summary>
    public int FirstAdded => InputSchema.Count;

    /// <summary>Marks the wanted columns of the output schema.</summary>
    public bool[] Activate(IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var active = new bool[OutputSchema.Count];
        foreach (DataViewSchema.Column column in columns)
            active[Check(column)] = true;
        return active;
    }

    public bool AnyAdded(bool[] active) => active.AsSpan(FirstAdded).Contains(true);

    /// <summary>The input columns that a cursor with these active output columns has to ask for.</summary>
    public List<DataViewSchema.Column> InputsFor(bool[] active)
    {
        bool computes = AnyAdded(active);
        return [.. InputSchema.Where(column => active[column.Index] || (computes && Inputs.Any(i => i.Index == column.Index)))];
    }

    /// <summary>The index of a column of the output schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is a column of another schema.</exception>
    public int Check(DataViewSchema.Column column)
    {
        if (column.Index >= OutputSchema.Count || OutputSchema[column.Index].Name != column.Name)
        {
            throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Column '{column.Name}' (index {column.Index}) is not a column of this schema."
            );
        }

        return column.Index;
    }

    /// <summary>As <see cref="Check"/>, for a getter: the column must also be active.</summary>
    /// <exception cref="InvalidOperationException">The column was not asked for.</exception>
    public int CheckActive(DataViewSchema.Column column, bool[] active)
    {
        int index = Check(column);
        if (!active[index])
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this cursor or row was made.");
        return index;
    }

    /// <summary>Casts a getter to the type that the caller asked for.</summary>
    /// <exception cref="InvalidOperationException">The column's values are of another type.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Column '{column.Name}' is {column.Type} and gives {column.Type.RawType}, not {typeof(TValue)}."
        );
}
