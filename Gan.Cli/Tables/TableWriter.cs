using System.Globalization;
using Gan.Cli.Commands;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Cli.Tables;

/// <summary>Draws rows of a table from a bundle and gives them as text.</summary>
internal sealed class TableWriter(GanBundle bundle) : IDisposable
{
    // A whole number of the batches that networks run in, so that blocks change no row.
    private const int BlockRows = 1 << 14;

    private readonly TableSession _session = new(bundle);

    /// <summary>The columns that the bundle makes.</summary>
    public IReadOnlyList<BundleTableColumn> Columns => _session.Columns;

    /// <summary>Draws rows, each as text by column; empty where a value is missing. They are drawn some at a time as they are
    /// read.</summary>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="first">The number of the first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="conditions">Categories by column that every row must have.</param>
    /// <param name="decimalCommas">Whether decimals follow a comma.</param>
    /// <param name="dateFormats">How dates are written, by column, where not as the bundle says.</param>
    public IEnumerable<string[]> Draw(
        ulong seed,
        long first,
        int count,
        IReadOnlyList<KeyValuePair<string, string>> conditions,
        bool decimalCommas = false,
        IReadOnlyDictionary<string, string>? dateFormats = null
    )
    {
        var asked = _session.Conditions(conditions);
        BundleTableColumn[] columns = [.. Columns.Select(c => WithFormat(c, dateFormats))];
        var values = new float[Math.Min(count, BlockRows) * columns.Length];
        for (var start = 0; start < count; start += BlockRows)
        {
            var rows = Math.Min(BlockRows, count - start);
            _session.Generate(
                seed,
                [.. Enumerable.Range(start, rows).Select(i => first + i)],
                conditions.Count == 0 ? [] : [.. Enumerable.Repeat(asked, rows).SelectMany(a => a)],
                allowCopies: !_session.HasFingerprints,
                values.AsSpan(0, rows * columns.Length)
            );
            for (var row = 0; row < rows; row++)
                yield return [.. columns.Select((c, i) => Text(c, values[row * columns.Length + i], decimalCommas))];
        }
    }

    public void Dispose() => _session.Dispose();

    private static BundleTableColumn WithFormat(BundleTableColumn column, IReadOnlyDictionary<string, string>? formats) =>
        column.Date is { } date && formats?.GetValueOrDefault(column.Name) is { } format
            ? column with
            {
                Date = date with { Format = format },
            }
            : column;

    private static string Text(BundleTableColumn column, float value, bool decimalCommas) =>
        float.IsNaN(value) ? ""
        : column.Categories is { } categories ? categories[(int)value]
        : column.Date is { } date ? date.Text(value)
        : decimalCommas ? Number(column, value).Replace('.', ',')
        : Number(column, value);

    /// <summary>As many decimals as the column has, and no exponent, which a column of whole numbers has none of.</summary>
    private static string Number(BundleTableColumn column, float value) =>
        column.Decimals is { } decimals
            ? ((double)value).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture)
            : CsvFile.Text(value);
}
