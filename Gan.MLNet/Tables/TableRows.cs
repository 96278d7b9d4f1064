using Gan.MLNet.Augmentation;
using Gan.Onnx;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Tables;

/// <summary>Rows that a generator of tables makes up, in the types of a view's columns.</summary>
internal sealed class TableRows : SyntheticRows
{
    private readonly TableSession _session;
    private readonly ClassPlan _plan;
    private readonly int[][] _conditions;
    private readonly bool _anyCondition;
    private readonly ulong _seed;
    private readonly bool _allowCopies;
    private readonly Dictionary<int, (TableValue Value, int Place)> _values = [];

    /// <param name="session">The generator; owned from here on.</param>
    /// <param name="plan">How many rows of each class.</param>
    /// <param name="conditions">What rows of each class must have, as <see cref="TableSession.Conditions"/> gives it.</param>
    /// <param name="schema">The view's columns; those of the same name are filled.</param>
    /// <param name="seed">The seed of all rows.</param>
    /// <param name="allowCopies">Whether rows may equal training rows.</param>
    public TableRows(
        TableSession session,
        ClassPlan plan,
        int[][] conditions,
        DataViewSchema schema,
        ulong seed,
        bool allowCopies
    )
    {
        (_session, _plan, _conditions, _seed, _allowCopies) = (session, plan, conditions, seed, allowCopies);
        _anyCondition = conditions.Any(c => c.Any(place => place >= 0));
        for (int i = 0; i < session.Columns.Count; i++)
        {
            if (schema.GetColumnOrNull(session.Columns[i].Name) is { } column)
                _values[column.Index] = (new TableValue(schema, session.Columns[i]), i);
        }

        if (_values.Count == 0)
        {
            throw new GanException(
                $"The data have none of the bundle's columns ({string.Join(", ", session.Columns.Select(c => c.Name))}): its "
                    + $"rows cannot be put beside them."
            );
        }
    }

    public override int Count => _plan.Count;

    public override int Window => 1024;

    public override int Width => _session.Columns.Count;

    public override void Fill(ReadOnlySpan<int> rows, Span<float> values)
    {
        var numbers = new long[rows.Length];
        var conditions = new int[_anyCondition ? rows.Length * Width : 0];
        for (int i = 0; i < rows.Length; i++)
        {
            numbers[i] = rows[i];
            if (_anyCondition)
                _conditions[_plan.Find(rows[i]).Class].CopyTo(conditions, i * Width);
        }

        _session.Generate(_seed, numbers, conditions, _allowCopies, values);
    }

    public override Delegate? MakeGetter(DataViewSchema.Column column, float[] window, Func<int> slot, Func<int> row) =>
        _values.TryGetValue(column.Index, out var value)
            ? value.Value.MakeGetter(() => window[slot() * Width + value.Place])
            : null;

    public override void Dispose()
    {
        _session.Dispose();
        base.Dispose();
    }
}
