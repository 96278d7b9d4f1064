using Microsoft.ML.Data;

namespace Microsoft.ML.Runtime;

/// <summary>The sentences that schema mismatches are reported with.</summary>
internal static class Errors
{
    public static ArgumentOutOfRangeException Missing(string parameter, string role, string column) =>
        new(parameter, $"Could not find {role} column '{column}'");

    public static ArgumentOutOfRangeException Mismatch(string parameter, string role, string column, string expected, string actual) =>
        new(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");

    public static DataViewSchema.Column Find(this DataViewSchema schema, string parameter, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw Missing(parameter, role, name);

    public static SchemaShape.Column Find(this SchemaShape schema, string parameter, string role, string name) =>
        schema.TryFindColumn(name, out var column) ? column : throw Missing(parameter, role, name);
}
