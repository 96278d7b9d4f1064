using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Tables;

/// <summary>A constraint at work: what is learned in place of its column, and how the column comes back.</summary>
/// <remarks>In place of a column that is at least another its distance from that is learned, which is at least 0 and added again;
/// in place of a sum nothing. So constraints hold whatever the generator makes, and nothing is drawn and thrown away.</remarks>
/// <param name="Row">The constraint.</param>
/// <param name="Minimum">The smallest number that the column may hold.</param>
/// <param name="Maximum">The largest number that it may hold.</param>
/// <param name="Decimals">How many decimals it is rounded to; null for not at all.</param>
internal sealed record ColumnRelation(RowConstraint Row, float Minimum, float Maximum, int? Decimals)
{
    private const double Leeway = 1e-6;

    /// <summary>The largest number that is made of what was learned: that of the training rows. What the column follows from may
    /// be beyond it, and then so is the column.</summary>
    public required float LearnedMaximum { get; init; }

    /// <summary>Whether the column is a sum.</summary>
    public bool IsSum => Row.Constraint.Kind is ConstraintKind.Sum;

    /// <summary>Finds the columns of constraints in a table and makes sure that they hold there.</summary>
    /// <exception cref="GanException">A column is missing, holds something else or lacks values, is to follow from others twice
    /// or from what follows from it, or a row breaks a constraint.</exception>
    public static IReadOnlyList<ColumnRelation> Fit(IReadOnlyList<BundleConstraint> constraints, Table table)
    {
        (string, BundleDate?)[] columns = [.. table.Columns.Select(c => (c.Name, c.Date))];
        var relations = new List<ColumnRelation>();
        for (var i = 0; i < constraints.Count; i++)
        {
            CheckColumns(constraints[i], table);
            CheckOrder(constraints, i);
            var row = RowConstraint.Of(constraints[i], columns);
            relations.Add(Of(row, table, relations));
        }

        return relations;
    }

    /// <summary>A table with what is learned in place of the constrained columns.</summary>
    public static Table Replace(IReadOnlyList<ColumnRelation> relations, Table table)
    {
        if (relations.Count == 0)
            return table;
        TableColumn[] columns = [.. table.Columns];
        foreach (var relation in relations)
            columns[relation.Row.Column] = relation.Learned(table);
        return new Table(table.Name, columns, table.Source, table.Licence) { Description = table.Description, Keys = table.Keys };
    }

    /// <summary>Brings the column back into a row that holds what was learned in its place.</summary>
    public void Rebuild(Span<float> row)
    {
        var bound = Row.Bound(row);
        if (IsSum)
        {
            row[Row.Column] = Rounded(bound);
            return;
        }

        var value = Rounded(Math.Clamp(row[Row.Column] + bound, Minimum, LearnedMaximum));
        row[Row.Column] = Math.Max(value, bound);
    }

    private float Rounded(float value) => Rounded(value, Decimals);

    private static float Rounded(float value, int? places) =>
        places is { } decimals ? MathF.Round(value * ColumnEncoding.Unit(decimals)) / ColumnEncoding.Unit(decimals) : value;

    private TableColumn Learned(Table table)
    {
        var column = table.Columns[Row.Column];
        var values = new double[table.RowCount];
        // A sum is the same number in every row: nothing to learn, and no place in an encoded row.
        if (!IsSum)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = Math.Max(0, Exactly(column.Values[i] - Bound(table, i)));
        }

        return column with
        {
            Type = TableColumnType.Single,
            Date = null,
            Values = values,
        };
    }

    /// <summary>Decimals subtract to dust: 0.3 - 0.1 is 0.19999999999999998.</summary>
    private double Exactly(double value) => Decimals is { } decimals ? Math.Round(value, decimals) : value;

    private double Bound(Table table, int row) => Row.Terms.Sum(t => table.Columns[t.Place].Values[row] * t.Scale + t.Offset);

    private static ColumnRelation Of(RowConstraint row, Table table, List<ColumnRelation> earlier)
    {
        var column = table.Columns[row.Column];
        var (low, largest) = ((float)column.Values.Min(), (float)column.Values.Max());
        int?[] decimals = [.. row.Terms.Select(t => DecimalsOf(table.Columns[t.Place], t.Place, earlier))];
        var own = DecimalsOf(column, row.Column, earlier);
        // A sum may exceed those of the training rows, since its terms go together in new ways, and so may what is at least one.
        var high = Farthest(lowest: false);
        if (row.Constraint.Kind is ConstraintKind.Sum)
        {
            own = decimals.Any(d => d is null) ? null : decimals.Max();
            // Rounded as sums are: those of the smallest terms would else lie below the smallest sum.
            (low, high) = (Rounded(Farthest(lowest: true), own), Rounded(high, own));
        }
        else
        {
            high = Math.Max(largest, high);
        }

        if (row.Terms.Any(t => t.Scale < 1 || t.Offset != MathF.Round(t.Offset)))
        {
            throw new GanException(
                $"The constraint '{row.Constraint}' cannot be kept: the dates of '{column.Name}' are coarser in '{table.Name}' "
                    + "than those of the other column."
            );
        }

        if (
            IsWhole(column)
                ? own is not 0 || decimals.Any(d => d is not 0)
                : own is { } o && decimals.Any(d => d is null || d > o)
        )
        {
            throw new GanException(
                $"The constraint '{row.Constraint}' cannot be kept: '{column.Name}' has fewer decimals in '{table.Name}' than "
                    + "what it follows from."
            );
        }

        var relation = new ColumnRelation(row, low, high, own) { LearnedMaximum = largest };
        for (var i = 0; i < table.RowCount; i++)
        {
            var (value, bound) = (column.Values[i], relation.Bound(table, i));
            var leeway = Leeway * Math.Max(1, Math.Abs(bound));
            if (relation.IsSum ? Math.Abs(value - bound) > leeway : value < bound - leeway)
            {
                var terms = row.Terms.Select(t => table.Columns[t.Place]).Select(c => $"'{c.Name}' is {Text(c, c.Values[i])}");
                throw new GanException(
                    $"The constraint '{row.Constraint}' does not hold in row {i + 1} of '{table.Name}': '{column.Name}' is "
                        + $"{Text(column, value)}, and {string.Join(" and ", terms)}."
                );
            }
        }

        if (low < Least(column.Type) || high > Most(column.Type))
            throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The constraint '{row.Constraint}' cannot be kept: numbers from {low} to {high} are possible, and "
                        + $"'{column.Name}' is a column of type {column.Type}."
                )
            );

        return relation;

        // With the numbers of 32 bits that generated rows are computed with.
        float Farthest(bool lowest)
        {
            var values = new float[table.Columns.Count];
            foreach (var (place, _, _) in row.Terms)
                values[place] = Extreme(place, lowest);
            return row.Bound(values);
        }

        float Extreme(int place, bool lowest) =>
            earlier.FirstOrDefault(r => r.Row.Column == place) is { } known ? (lowest ? known.Minimum : known.Maximum)
            : lowest ? (float)table.Columns[place].Values.Min()
            : (float)table.Columns[place].Values.Max();
    }

    private static string Text(TableColumn column, double value) =>
        column.Date is { } date ? date.Text(value) : value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsWhole(TableColumn column) =>
        column.Type is not (TableColumnType.Single or TableColumnType.Double or TableColumnType.DateTime);

    private static double Least(TableColumnType type) =>
        type switch
        {
            TableColumnType.SByte => sbyte.MinValue,
            TableColumnType.Int16 => short.MinValue,
            TableColumnType.Int32 => int.MinValue,
            TableColumnType.Int64 => long.MinValue,
            TableColumnType.Byte or TableColumnType.UInt16 or TableColumnType.UInt32 or TableColumnType.UInt64 => 0,
            _ => double.NegativeInfinity,
        };

    private static double Most(TableColumnType type) =>
        type switch
        {
            TableColumnType.SByte => sbyte.MaxValue,
            TableColumnType.Byte => byte.MaxValue,
            TableColumnType.Int16 => short.MaxValue,
            TableColumnType.UInt16 => ushort.MaxValue,
            TableColumnType.Int32 => int.MaxValue,
            TableColumnType.UInt32 => uint.MaxValue,
            TableColumnType.Int64 => long.MaxValue,
            TableColumnType.UInt64 => ulong.MaxValue,
            _ => double.PositiveInfinity,
        };

    private static int? DecimalsOf(TableColumn column, int place, List<ColumnRelation> earlier) =>
        earlier.FirstOrDefault(r => r.Row.Column == place) is { } known ? known.Decimals
        : column.Type is TableColumnType.Single or TableColumnType.Double
            ? NumberDecimals.Of(Array.ConvertAll(column.Values, v => (float)v))
        : 0;

    private static void CheckColumns(BundleConstraint constraint, Table table)
    {
        if (constraint.Kind is ConstraintKind.Sum ? constraint.Terms.Count < 2 : constraint.Terms.Count != 1)
            throw new GanException(
                $"A constraint on the column '{constraint.Column}' names {constraint.Terms.Count} other columns; "
                    + (constraint.Kind is ConstraintKind.Sum ? "a sum has at least two terms." : "there must be one.")
            );
        TableColumn[] columns = [.. constraint.Terms.Prepend(constraint.Column).Select(table.Column)];
        if (columns.FirstOrDefault(c => c.IsCategorical) is { } categories)
            throw new GanException(
                $"The constraint '{constraint}' is about numbers and dates, and '{categories.Name}' holds categories."
            );
        if (columns.FirstOrDefault(c => c.MissingCount > 0) is { } lacking)
            throw new GanException(
                $"The constraint '{constraint}' needs a value in every row, and '{lacking.Name}' lacks {lacking.MissingCount}."
            );
        if (columns.Any(c => c.Date is null) && columns.FirstOrDefault(c => c.Date is not null) is { } date)
            throw new GanException(
                $"The constraint '{constraint}' mixes dates and numbers: '{date.Name}' holds dates, and another column does not."
            );
        if (constraint.Kind is ConstraintKind.Sum && columns[0].Date is not null)
            throw new GanException($"The constraint '{constraint}' adds dates, which have no sum.");
    }

    /// <summary>Constraints are undone in their order, each from columns that are there by then.</summary>
    private static void CheckOrder(IReadOnlyList<BundleConstraint> constraints, int number)
    {
        var constraint = constraints[number];
        if (constraints.Take(number).Any(c => c.Column == constraint.Column))
            throw new GanException(
                $"'{constraint.Column}' is to follow from other columns twice, the second time by '{constraint}': keep one of "
                    + "these constraints, or turn one round."
            );
        if (constraint.Terms.Distinct().Count() < constraint.Terms.Count || constraint.Terms.Contains(constraint.Column))
            throw new GanException($"The constraint '{constraint}' names a column twice.");
        if (constraints.Skip(number + 1).FirstOrDefault(c => constraint.Terms.Contains(c.Column)) is { } later)
            throw new GanException(
                $"The constraint '{constraint}' follows from '{later.Column}', which follows from other columns itself: give "
                    + $"'{later}' before it."
            );
    }
}
