using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Finds and reads the columns that evaluators look at.</summary>
internal static class ScoredRows
{
    public static DataViewSchema.Column Find(IDataView data, string role, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return data.Schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException("schema", $"{role} column '{name}' not found");
    }

    public static DataViewSchema.Column FindSingle(IDataView data, string role, string name)
    {
        var column = Find(data, role, name);
        return column.Type == NumberDataViewType.Single
            ? column
            : throw Errors.Mismatch("schema", role.ToLowerInvariant(), name, "Single", column.Type.ToString()!);
    }

    /// <summary>All rows of some columns as numbers; a key counts from 0, and a missing one is NaN.</summary>
    public static List<float[]> Read(IDataView data, params DataViewSchema.Column[] columns)
    {
        using var cursor = data.GetRowCursor(columns);
        var getters = Array.ConvertAll(columns, column => Getters.Single(cursor, column));
        var rows = new List<float[]>();
        while (cursor.MoveNext())
        {
            var row = new float[columns.Length];
            for (var i = 0; i < row.Length; i++)
                getters[i](ref row[i]);
            rows.Add(row);
        }
        return rows;
    }
}
