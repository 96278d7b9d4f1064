using Gan.Onnx.Bundles;

namespace Gan.Training.Tables;

/// <summary>One column of a table in memory.</summary>
/// <remarks>The values are 32-bit floats, as networks see them: a whole number above 16,777,216 may lose its last
/// digits.</remarks>
public sealed record TableColumn
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The type it has in ML.NET.</summary>
    public required TableColumnType Type { get; init; }

    /// <summary>The names of its categories, in ordinal order or, for a key, in the key values' order; null where it holds
    /// numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>One value a row: a number, or a category's place; NaN where it is missing. Do not change them.</summary>
    public required float[] Values { get; init; }

    /// <summary>Whether it holds categories.</summary>
    public bool IsCategorical => Categories is not null;

    /// <summary>How many rows have no value.</summary>
    public int MissingCount => Values.Count(float.IsNaN);

    /// <summary>The column with some of its rows.</summary>
    /// <param name="rows">Row numbers from 0.</param>
    public TableColumn Select(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return this with { Values = [.. rows.Select(r => Values[r])] };
    }
}
