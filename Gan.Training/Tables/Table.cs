using System.ComponentModel.DataAnnotations;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Tables.Reading;
using Microsoft.ML;

namespace Gan.Training.Tables;

/// <summary>A table in memory: columns of numbers, of dates and of categories, with missing values.</summary>
/// <remarks>Immutable, and safe to share between threads.</remarks>
public sealed class Table
{
    /// <summary>Wraps columns.</summary>
    /// <param name="name">What the table is called, for messages and provenance.</param>
    /// <param name="columns">The columns; each as long, their names all different.</param>
    /// <param name="source">Where the data come from; the name when null.</param>
    /// <param name="licence">Under which licence they are used; "not stated" when null.</param>
    /// <exception cref="GanException">There are no columns or rows, or lengths or names do not fit.</exception>
    public Table(string name, IReadOnlyList<TableColumn> columns, string? source = null, string? licence = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(columns);
        (Name, Columns, Source, Licence) = (name, [.. columns], source ?? name, licence ?? "not stated");
        if (Columns.Count == 0)
            throw new GanException($"The table '{name}' has no columns.");
        if (RowCount == 0)
            throw new GanException($"The table '{name}' has no rows.");
        if (Columns.FirstOrDefault(c => c.Values.Length != RowCount) is { } odd)
            throw new GanException(
                $"The table '{name}' has {RowCount} rows in column '{Columns[0].Name}' and {odd.Values.Length} in '{odd.Name}'."
            );
        if (Columns.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new GanException(
                $"The table '{name}' has {twice.Count()} columns of the name '{twice.Key}'; give each a name of its own."
            );
    }

    /// <summary>What the table is called.</summary>
    public string Name { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Columns[0].Values.Length;

    /// <summary>Where the data come from.</summary>
    public string Source { get; }

    /// <summary>Under which licence they are used.</summary>
    public string Licence { get; }

    /// <summary>Reads the columns of a view: numbers, dates, text, keys with names and Boolean. Hidden columns are left
    /// out.</summary>
    /// <param name="view">The view; a cursor passes over it once.</param>
    /// <param name="options">Which columns, and which are categories; defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name is missing, or a column is of a type that
    /// tables do not hold.</exception>
    /// <exception cref="GanException">There are no rows, or a column has too many categories.</exception>
    public static Table FromDataView(IDataView view, TableOptions? options = null) =>
        DataViewTable.Read(view, options ?? new TableOptions());

    /// <summary>Reads a table from a file: separated values, plain or gzip; Weka's attribute-relation format (ARFF); or Apache
    /// Parquet. Which it is, and how it is written, is recognised from its contents and told by
    /// <see cref="Description"/>.</summary>
    /// <remarks>A column whose values are all numbers is one of numbers; one whose values are all dates, written alike, one of
    /// dates; other columns, and those that the file or the options say so of, hold categories, by the texts as they are written.
    /// A column without any value is left out.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns, and how to read them; defaults when null.</param>
    /// <exception cref="GanException">The file is missing, damaged, empty or no table, a line has another number of values, a
    /// column that the options name is missing, one has too many categories, or one of numbers has something else in
    /// it.</exception>
    public static Table FromFile(string path, TableOptions? options = null) =>
        TableReader.Read(path, options ?? new TableOptions());

    /// <summary>What was recognised in the file that it was read from; null where there was none.</summary>
    public TableDescription? Description { get; init; }

    /// <summary>What the rows are called, where <see cref="TableOptions.KeyColumn"/> says so; otherwise null.</summary>
    public RowNames? Keys { get; init; }

    /// <summary>A column by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="GanException">There is no such column.</exception>
    public TableColumn Column(string name) => Columns[IndexOf(name)];

    /// <summary>A column's place by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="GanException">There is no such column.</exception>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
                return i;
        }

        throw new GanException(
            $"The table '{Name}' has no column '{name}'. Columns: {string.Join(", ", Columns.Select(c => c.Name))}."
        );
    }

    /// <summary>A row's values, column after column.</summary>
    /// <param name="row">Its number, from 0.</param>
    public double[] Row(int row) => [.. Columns.Select(c => c.Values[row])];

    /// <summary>A table of some of the rows, in the order given.</summary>
    /// <param name="rows">Row numbers from 0; a row may be taken more than once.</param>
    public Table Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new Table(Name, [.. Columns.Select(c => c.Select(rows))], Source, Licence)
        {
            Description = Description,
            Keys = Keys is null ? null : Keys with { Values = [.. rows.Select(r => Keys.Values[r])] },
        };
    }

    /// <summary>Splits at random into two tables that share no row; where a column of categories is named, in each of them
    /// alike.</summary>
    /// <param name="testFraction">The share of rows in the second table, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="stratifyBy">The column whose categories are split alike; null, the default, for none.</param>
    public (Table Training, Table Test) Split(double testFraction, int seed, string? stratifyBy = null)
    {
        if (testFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(testFraction),
                testFraction,
                "The share of test rows must lie between 0 and 1."
            );
        var random = new Random(seed);
        var (training, test) = (new List<int>(), new List<int>());
        var groups = stratifyBy is null
            ? [Enumerable.Range(0, RowCount)]
            : Enumerable
                .Range(0, RowCount)
                .GroupBy(r => Column(stratifyBy).Values[r])
                .OrderBy(g => g.Key)
                .Select(g => g.AsEnumerable());
        foreach (var group in groups)
        {
            var rows = group.ToArray();
            random.Shuffle(rows);
            var count = (int)Math.Round(rows.Length * testFraction);
            test.AddRange(rows[..count]);
            training.AddRange(rows[count..]);
        }

        training.Sort();
        test.Sort();
        return (Select(training), Select(test));
    }

    /// <summary>A table of the same columns from rows that a generator gave.</summary>
    /// <param name="values">For each row as many values as there are columns.</param>
    /// <exception cref="GanException">There is no row.</exception>
    public Table WithRows(ReadOnlySpan<float> values)
    {
        var columns = new TableColumn[Columns.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new double[values.Length / columns.Length];
            for (var row = 0; row < column.Length; row++)
                column[row] = values[row * columns.Length + i];
            columns[i] = Columns[i] with { Values = column };
        }

        return new Table(Name, columns, Source, Licence);
    }

    /// <summary>This table's rows, then another's of the same columns.</summary>
    /// <param name="other">The other table.</param>
    /// <exception cref="GanException">Its columns differ.</exception>
    public Table Append(Table other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Columns.Count; i++)
        {
            if (
                i >= other.Columns.Count
                || other.Columns[i].Name != Columns[i].Name
                || other.Columns[i].Date != Columns[i].Date
                || !(Columns[i].Categories ?? []).SequenceEqual(other.Columns[i].Categories ?? [])
            )
            {
                throw new GanException(
                    $"The tables '{Name}' and '{other.Name}' differ in column {i + 1}, so their rows cannot be put together."
                );
            }
        }

        return new Table(
            Name,
            [.. Columns.Select((c, i) => c with { Values = [.. c.Values, .. other.Columns[i].Values] })],
            Source,
            Licence
        );
    }
}

/// <summary>One column of a table in memory.</summary>
public sealed record TableColumn
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The type it has in ML.NET.</summary>
    public required TableColumnType Type { get; init; }

    /// <summary>The names of its categories, in ordinal order or, for a key, in the key values' order; null where it holds
    /// numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Which dates the numbers stand for; null where they are no dates.</summary>
    public BundleDate? Date { get; init; }

    /// <summary>One value a row: a number, or a category's place; NaN where it is missing. Do not change them.</summary>
    public required double[] Values { get; init; }

    /// <summary>Whether it holds categories.</summary>
    public bool IsCategorical => Categories is not null;

    /// <summary>How many rows have no value.</summary>
    public int MissingCount => Values.Count(double.IsNaN);

    /// <summary>The column with some of its rows.</summary>
    /// <param name="rows">Row numbers from 0.</param>
    public TableColumn Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return this with { Values = [.. rows.Select(r => Values[r])] };
    }
}

/// <summary>How a table is read.</summary>
public sealed record TableOptions
{
    /// <summary>Columns to leave out, such as row numbers. Default none.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Columns of numbers or dates that are categories, such as codes and labels. Text, keys and Boolean columns are
    /// categories anyway. Default none.</summary>
    public IReadOnlyList<string> CategoricalColumns { get; init; } = [];

    /// <summary>Columns of digits that are numbers although some begin with a zero or are longer than 15 digits, which are codes
    /// and so categories otherwise. Default none.</summary>
    public IReadOnlyList<string> NumericColumns { get; init; } = [];

    /// <summary>The most categories a column may have: a column with more, such as names, says little that can be
    /// learned.</summary>
    /// <value>From 1 to 4096; default 500.</value>
    [Range(1, 4096)]
    public int MaximumCategories { get; init; } = 500;

    /// <summary>A column that names the rows, such as a customer's number: it is not learned from, and written beside scores.
    /// Default none.</summary>
    public string? KeyColumn { get; init; }

    /// <summary>Further texts that stand for a missing value. Default none.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = [];

    /// <summary>Whether the usual words stand for a missing value, beside the empty text: among numbers, whatever their case,
    /// <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c>, <c>None</c>, <c>-</c>, <c>?</c> and the errors of spreadsheets; among
    /// texts <c>?</c>, <c>NA</c>, <c>N/A</c>, <c>NaN</c> and <c>NULL</c>. Default true.</summary>
    public bool HasUsualMissingTexts { get; init; } = true;

    /// <summary>What separates values; null, the default, recognises commas, semicolons, tabs and bars.</summary>
    public char? Separator { get; init; }

    /// <summary>What decimals follow, a point or a comma; null, the default, recognises it from numbers that can be read in one
    /// way only.</summary>
    public char? DecimalSeparator { get; init; }

    /// <summary>How dates are written, as .NET has it, such as <c>dd/MM/yyyy</c>, where that is not recognised or the day could
    /// be the month: a column that nine tenths of are such dates is read so, and a cell of it that is none is refused; only
    /// other columns are tried with other formats. Null, the default, recognises numbers of
    /// years, months and days with points, hyphens or slashes between, English names of months, and times.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Whether columns of dates are read as dates; otherwise they are categories. Default true.</summary>
    public bool HasDates { get; init; } = true;

    /// <summary>The registered name of the file's encoding; null, the default, recognises UTF-8, UTF-16 and
    /// Windows-1252.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first row names the columns; null, the default, recognises it.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The columns' names in a file without a header; null, the default, for one whose first row names them.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Where the data come from; the name of the file or "an IDataView" when null.</summary>
    public string? Source { get; init; }

    /// <summary>Under which licence they are used; "not stated" when null.</summary>
    public string? Licence { get; init; }

    /// <summary>Formats that dates are known to have elsewhere; of two ways to read a date that is taken which they
    /// have.</summary>
    internal IReadOnlyList<string> KnownDateFormats { get; init; } = [];

    /// <summary>What messages call the options.</summary>
    internal TableOptionNames Names { get; init; } = TableOptionNames.Properties;
}
