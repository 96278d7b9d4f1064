namespace Gan.Onnx.Bundles;

/// <summary>What holds between columns of a table in every row: one is at least another, or the sum of others.</summary>
/// <remarks>Columns of numbers, or for <see cref="ConstraintKind.AtLeast"/> two of dates, without missing values.</remarks>
public sealed record BundleConstraint
{
    /// <summary>The column that is at least the other, or the sum.</summary>
    public required string Column { get; init; }

    /// <summary>The other column, or those that are added; for a sum at least two.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>What holds between them.</summary>
    public required ConstraintKind Kind { get; init; }

    /// <summary>Reads a constraint as people write it: <c>start &lt;= end</c>, <c>end &gt;= start</c>, or
    /// <c>total = net + tax + fee</c>, with blanks around the signs.</summary>
    /// <param name="text">The text. Names that hold such a sign between blanks themselves cannot be written so.</param>
    /// <exception cref="GanException">The text is no constraint.</exception>
    public static BundleConstraint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries;
        BundleConstraint? read =
            text.Split(" <= ", Trimmed) is [var lower, var upper] ? AtLeast(upper, lower)
            : text.Split(" >= ", Trimmed) is [var greater, var smaller] ? AtLeast(greater, smaller)
            : text.Split(" = ", Trimmed) is [var sum, var terms] && terms.Split(" + ", Trimmed) is { Length: > 1 } added
                ? new BundleConstraint
                {
                    Column = sum,
                    Terms = added,
                    Kind = ConstraintKind.Sum,
                }
            : null;
        return read is not null && read.Terms.Append(read.Column).All(name => name.Length > 0)
            ? read
            : throw new GanException(
                $"'{text}' is no constraint between columns. Write 'start <= end' or 'total = net + tax', with blanks around the "
                    + "signs."
            );
    }

    /// <summary>The constraint as <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        Kind is ConstraintKind.AtLeast ? $"{Terms[0]} <= {Column}" : $"{Column} = {string.Join(" + ", Terms)}";

    private static BundleConstraint AtLeast(string column, string other) =>
        new()
        {
            Column = column,
            Terms = [other],
            Kind = ConstraintKind.AtLeast,
        };
}

/// <summary>What a constraint says of a column.</summary>
public enum ConstraintKind
{
    /// <summary>It is at least the other column.</summary>
    AtLeast,

    /// <summary>It is the sum of the other columns.</summary>
    Sum,
}

/// <summary>A constraint by the places of its columns, as rows are computed with.</summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Column">The place of the column that it is about.</param>
/// <param name="Terms">For each other column its place, and what its numbers become in the first one's unit: dates count in units
/// and from an origin of their own.</param>
internal sealed record RowConstraint(
    BundleConstraint Constraint,
    int Column,
    IReadOnlyList<(int Place, float Scale, float Offset)> Terms
)
{
    // A sum of 32-bit floats and the same sum rounded to decimals differ by no more than this share.
    private const float Leeway = 1e-5f;

    /// <summary>Finds the columns.</summary>
    /// <param name="constraint">The constraint; its columns are there.</param>
    /// <param name="columns">The columns' names, and which dates they hold.</param>
    public static RowConstraint Of(BundleConstraint constraint, IReadOnlyList<(string Name, BundleDate? Date)> columns)
    {
        var places = columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
        var column = places[constraint.Column];
        return new RowConstraint(constraint, column, [.. constraint.Terms.Select(Term)]);

        (int, float, float) Term(string name)
        {
            var place = places[name];
            if (columns[place].Date is not { } from || columns[column].Date is not { } to)
                return (place, 1, 0);
            var unit = (double)DateUnits.Ticks(to.Unit);
            return (place, (float)(DateUnits.Ticks(from.Unit) / unit), (float)((from.Origin.Ticks - to.Origin.Ticks) / unit));
        }
    }

    /// <summary>What the column is to be, or at least to be, in a row.</summary>
    public float Bound(ReadOnlySpan<float> row)
    {
        var sum = 0f;
        foreach (var (place, scale, offset) in Terms)
            sum += row[place] * scale + offset;
        return sum;
    }

    /// <summary>Whether it holds in a row.</summary>
    public bool Holds(ReadOnlySpan<float> row)
    {
        var bound = Bound(row);
        var leeway = Leeway * Math.Max(1, Math.Abs(bound));
        return Constraint.Kind is ConstraintKind.Sum ? Math.Abs(row[Column] - bound) <= leeway
            : Terms[0] is (_, 1, 0) ? row[Column] >= bound
            : row[Column] >= bound - leeway;
    }
}
