using Gan.Training.Tables.Writing;
using Microsoft.ML;

namespace Gan.Training.Tables;

/// <summary>Adds the writing of Apache Parquet files to <c>mlContext.Data</c>.</summary>
public static class ParquetCatalogExtensions
{
    /// <summary>Writes a view to a Parquet file as it is read, row group by row group, so that memory does not grow with the
    /// number of rows. The file appears whole or not at all.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Column of the view</term><description>Column of the file</description></listheader>
    /// <item><term>Single, Double, Boolean</term><description>float, double, boolean</description></item>
    /// <item><term>SByte to UInt64</term><description>an integer of the same width and sign</description></item>
    /// <item><term>Text</term><description>a string in UTF-8</description></item>
    /// <item><term>DateTime</term><description>a timestamp in microseconds, of no time zone</description></item>
    /// <item><term>DateTimeOffset</term><description>a timestamp in microseconds, in UTC</description></item>
    /// <item><term>Key</term><description>its values, of their own type; without values, its number from 0 as a long
    /// integer</description></item>
    /// <item><term>vector of Single</term><description>a list of float, of known size or not</description></item>
    /// </list>
    /// What is missing is null: NaN, the key 0, an empty text, and the default of dates. Hidden columns are not written. A row
    /// group has at most 65,536 rows, and fewer where they take more than 64 MiB; pages are packed by Snappy. The same rows give
    /// the same bytes.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">The view; one cursor passes over it once.</param>
    /// <param name="path">The file to make or replace; missing folders are made.</param>
    /// <param name="cancellation">Stops between two rows; no file is left then.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is of another type, such as an image, a duration or a vector of
    /// something else; or there is no column. Nothing was read then.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; what stood there before is untouched.</exception>
    /// <exception cref="Onnx.GanException">The file cannot be written; what stood there before is untouched.</exception>
    public static void SaveAsParquet(
        this DataOperationsCatalog catalog,
        IDataView data,
        string path,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var columns = ViewColumns.Of(data.Schema);
        if (columns.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(data), "The data have no columns to write.");
        ParquetRows.Write(
            path,
            [.. columns.Select(c => c.Target)],
            rows =>
            {
                using var cursor = data.GetRowCursor(columns.Select(c => c.Column));
                Action[] values = [.. columns.Select(c => c.Bind(cursor))];
                while (cursor.MoveNext())
                {
                    cancellation.ThrowIfCancellationRequested();
                    foreach (var value in values)
                        value();
                    rows.EndRow();
                }
            }
        );
    }
}
