using System.Globalization;
using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's generator of tables: rows, of wanted categories where asked for, that keep to the columns'
/// constraints.</summary>
/// <remarks>
/// A row depends on the seed and its number alone. A row that nothing is asked of is made under one condition: a column drawn
/// evenly, and one of its categories as frequent as among the training rows, so that rows together are distributed as the
/// generator has learned. Every row is checked: numbers lie in the range of the training rows and are rounded as they are,
/// categories are those there are, and conditions and constraints hold. Safe for use by several threads at once.
/// </remarks>
public sealed class TableSession : IDisposable
{
    /// <summary>How often a row that equals a training row is drawn again before that is given up.</summary>
    public const int MaximumDraws = 200;

    // Conditions come from a stream of their own, beside that of the latents, and so does each new draw.
    private const ulong ConditionStream = 0xD1B54A32D192ED03,
        DrawStream = 0x9E3779B97F4A7C15;

    private readonly GeneratorSession _session;
    private readonly BundleTable _table;
    private readonly BundleLatent _latent;
    private readonly HashSet<uint>? _fingerprints;
    private readonly RowConstraint[] _constraints;
    private readonly int[] _conditionColumns;
    private readonly int[] _conditionStarts;

    /// <summary>Loads the generator.</summary>
    /// <param name="bundle">A bundle that has one, of a table.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException">The bundle makes no table, ONNX Runtime cannot load it, or the GPU cannot be used and must
    /// be.</exception>
    public TableSession(GanBundle bundle, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        _table =
            bundle.Manifest.Table
            ?? throw new GanException($"The bundle ({bundle.Manifest.Method}) makes no tables: its manifest has no 'table'.");
        _latent = bundle.Manifest.Latent!;
        _session = new GeneratorSession(bundle, settings);
        _fingerprints = _table.Fingerprints is { } text ? RowFingerprint.Read(text) : null;
        (string, BundleDate?)[] columns = [.. _table.Columns.Select(c => (c.Name, c.Date))];
        _constraints = [.. (_table.Constraints ?? []).Select(c => RowConstraint.Of(c, columns))];
        _conditionColumns = _latent.Code is null
            ? []
            : [.. Enumerable.Range(0, _table.Columns.Count).Where(i => _table.Columns[i].ConditionWidth > 0)];
        _conditionStarts = new int[_conditionColumns.Length];
        for (var i = 1; i < _conditionStarts.Length; i++)
            _conditionStarts[i] = _conditionStarts[i - 1] + _table.Columns[_conditionColumns[i - 1]].ConditionWidth;
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<BundleTableColumn> Columns => _table.Columns;

    /// <summary>Whether it can be told if a row equals a training row.</summary>
    public bool HasFingerprints => _fingerprints is not null;

    /// <summary>Translates conditions in words.</summary>
    /// <param name="conditions">Categories by column; an empty category asks for a missing value.</param>
    /// <returns>For each column the place of its category, the number of its categories for a missing value, or -1 for no
    /// condition.</returns>
    /// <exception cref="GanException">There is no such column or category, the column holds numbers, or the generator takes no
    /// conditions.</exception>
    public int[] Conditions(IEnumerable<KeyValuePair<string, string>> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        int[] places = [.. Columns.Select(_ => -1)];
        foreach (var (name, category) in conditions)
        {
            var index = Columns.ToList().FindIndex(c => c.Name == name);
            if (index < 0)
                throw new GanException(
                    $"The table has no column '{name}' to ask a category of. Columns: "
                        + $"{string.Join(", ", Columns.Select(c => c.Name))}."
                );
            places[index] = Place(Columns[index], category);
            if (Columns[index].ConditionWidth > 0 && _latent.Code is null)
                throw new GanException(
                    $"The generator takes no conditions, so nothing can be asked of column '{name}': train one with the "
                        + $"recipe ctgan."
                );
        }

        return places;
    }

    /// <summary>Makes rows.</summary>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="rows">The rows' numbers, each at least 0.</param>
    /// <param name="conditions">For each row as many numbers as there are columns, as <see cref="Conditions"/> gives them; empty
    /// for no conditions.</param>
    /// <param name="allowCopies">Whether rows may equal training rows. If not, such rows are drawn again.</param>
    /// <param name="values">Where the rows go: for each row as many values as there are columns.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="GanException">The bundle keeps no fingerprints and rows must not be copies; <see cref="MaximumDraws"/>
    /// draws all gave training rows; ONNX Runtime failed; or the generator broke a constraint of its own manifest.</exception>
    public void Generate(ulong seed, ReadOnlySpan<long> rows, ReadOnlySpan<int> conditions, bool allowCopies, Span<float> values)
    {
        var width = Columns.Count;
        Lengths.Require(values.Length, rows.Length, width, nameof(values));
        if (!conditions.IsEmpty)
            Lengths.Require(conditions.Length, rows.Length, width, nameof(conditions));
        if (!allowCopies && _fingerprints is null)
            throw new GanException(
                "The bundle keeps no fingerprints of its training rows, so it cannot be told whether a row is a copy of "
                    + "one: allow copies."
            );
        var pending = Enumerable.Range(0, rows.Length).ToArray();
        for (var draw = 0; pending.Length > 0; draw++)
        {
            if (draw == MaximumDraws)
            {
                throw new GanException(
                    $"{MaximumDraws} draws of row {rows[pending[0]]} all gave training rows, so there may be no others that "
                        + "meet its conditions: ask for less, or allow copies."
                );
            }

            Draw(seed ^ ((ulong)draw * DrawStream), rows, conditions, pending, values);
            var all = values;
            pending = allowCopies ? [] : Copies(pending, all);
        }
    }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _session.Dispose();

    private int[] Copies(int[] pending, ReadOnlySpan<float> values)
    {
        var copies = new List<int>();
        foreach (var row in pending)
        {
            if (_fingerprints!.Contains(RowFingerprint.Of(values.Slice(row * Columns.Count, Columns.Count))))
                copies.Add(row);
        }

        return [.. copies];
    }

    private void Draw(ulong seed, ReadOnlySpan<long> rows, ReadOnlySpan<int> conditions, int[] pending, Span<float> values)
    {
        var width = Columns.Count;
        var latents = new float[pending.Length * _latent.Size];
        var codes = new float[pending.Length * _session.CodeWidth];
        var made = new float[pending.Length * width];
        for (var i = 0; i < pending.Length; i++)
        {
            LatentSampler.Fill(_latent.Distribution, seed, rows[pending[i]], latents.AsSpan(i * _latent.Size, _latent.Size));
            var wanted = conditions.IsEmpty ? [] : conditions.Slice(pending[i] * width, width);
            FillCode(seed, rows[pending[i]], wanted, codes.AsSpan(i * _session.CodeWidth, _session.CodeWidth));
        }

        _session.Generate(latents, [], codes, made);
        for (var i = 0; i < pending.Length; i++)
        {
            var wanted = conditions.IsEmpty ? [] : conditions.Slice(pending[i] * width, width);
            Check(made.AsSpan(i * width, width), wanted);
            made.AsSpan(i * width, width).CopyTo(values[(pending[i] * width)..]);
        }
    }

    private void FillCode(ulong seed, long row, ReadOnlySpan<int> wanted, Span<float> code)
    {
        if (_conditionColumns.Length == 0)
            return;
        var asked = false;
        for (var i = 0; i < _conditionColumns.Length && !wanted.IsEmpty; i++)
        {
            if (wanted[_conditionColumns[i]] < 0)
                continue;
            code[_conditionStarts[i] + wanted[_conditionColumns[i]]] = 1;
            asked = true;
        }

        if (asked)
            return;
        Span<float> draws = stackalloc float[2];
        LatentSampler.Fill(LatentDistribution.Uniform, seed ^ ConditionStream, row, draws);
        var place = Math.Min(_conditionColumns.Length - 1, (int)((draws[0] + 1) / 2 * _conditionColumns.Length));
        code[_conditionStarts[place] + Category(Columns[_conditionColumns[place]], (draws[1] + 1) / 2)] = 1;
    }

    /// <summary>The category that a share of the training rows ends in, counted in the categories' order; the missing ones come
    /// last.</summary>
    private int Category(BundleTableColumn column, double share)
    {
        var left = share * _table.RowCount;
        for (var i = 0; i < column.Counts!.Count; i++)
        {
            left -= column.Counts[i];
            if (left < 0)
                return i;
        }

        return column.MissingCount > 0 ? column.Counts.Count : column.Counts.ToList().FindLastIndex(n => n > 0);
    }

    private static int Place(BundleTableColumn column, string category)
    {
        if (column.Categories is not { } categories)
            throw new GanException(
                $"Column '{column.Name}' holds {(column.Date is null ? "numbers" : "dates")}: only categories can be asked for. "
                    + "Train with it as one of categories (--categories in the command, CategoricalColumns in code)."
            );
        if (category.Length == 0)
        {
            return column.MissingCount > 0
                ? categories.Count
                : throw new GanException($"No training row lacks a value in column '{column.Name}', so no generated row can.");
        }

        var place = categories.ToList().IndexOf(category);
        if (place < 0 && Number(category) is { } number)
        {
            // A number may be asked for in another of its spellings, where only one category is that number.
            int[] alike = [.. Enumerable.Range(0, categories.Count).Where(i => Number(categories[i]) == number)];
            place = alike is [var one] ? one : -1;
        }

        return place >= 0
            ? place
            : throw new GanException(
                $"Column '{column.Name}' has no category '{category}' among the training rows. Categories: "
                    + $"{string.Join(", ", categories.Take(20))}{(categories.Count > 20 ? ", …" : "")}."
            );
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What a manifest says of its columns is a promise; a file from a stranger may break it.</summary>
    private void Check(ReadOnlySpan<float> row, ReadOnlySpan<int> wanted)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (column, value) = (Columns[i], row[i]);
            var holds =
                float.IsNaN(value) ? column.MissingCount > 0
                : column.Categories is { } categories ? value >= 0 && value < categories.Count && value == MathF.Floor(value)
                : value >= (float)column.Minimum! && value <= (float)column.Maximum!;
            if (holds && !wanted.IsEmpty && wanted[i] >= 0)
                holds = wanted[i] == column.Categories!.Count ? float.IsNaN(value) : value == wanted[i];
            if (!holds)
                throw new GanException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The generator gave {value} in column '{column.Name}', which its manifest rules out: have the bundle "
                            + $"made again by its author."
                    )
                );
        }

        foreach (var constraint in _constraints)
        {
            if (!constraint.Holds(row))
                throw new GanException(
                    $"The generator gave a row in which '{constraint.Constraint}' does not hold, which its manifest promises: "
                        + "have the bundle made again by its author."
                );
        }
    }
}
