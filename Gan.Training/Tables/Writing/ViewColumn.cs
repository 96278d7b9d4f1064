using Microsoft.ML;

namespace Gan.Training.Tables.Writing;

/// <summary>A column of an ML.NET view on its way to one of a Parquet file.</summary>
/// <param name="column">The view's.</param>
/// <param name="target">The file's.</param>
internal abstract class ViewColumn(DataViewSchema.Column column, ParquetColumn target)
{
    /// <summary>The view's column.</summary>
    public DataViewSchema.Column Column => column;

    /// <summary>The file's column.</summary>
    public ParquetColumn Target => target;

    /// <summary>Makes what gives the current row's value to the file's column.</summary>
    public abstract Action Bind(DataViewRow row);
}

/// <summary>A column whose values become others one by one.</summary>
/// <param name="column">The view's.</param>
/// <param name="target">The file's.</param>
/// <param name="convert">Makes a value of the file's; null where it is missing.</param>
internal sealed class ViewColumn<TValue, TWritten>(
    DataViewSchema.Column column,
    ParquetColumn<TWritten> target,
    Func<TValue, TWritten> convert
) : ViewColumn(column, target)
{
    public override Action Bind(DataViewRow row)
    {
        var getter = row.GetGetter<TValue>(Column);
        TValue value = default!;
        return () =>
        {
            getter(ref value);
            target.Add(convert(value));
        };
    }
}
