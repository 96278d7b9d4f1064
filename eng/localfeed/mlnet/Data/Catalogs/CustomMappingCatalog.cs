using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class CustomMappingCatalog
{
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(this TransformsCatalog catalog, Action<TSrc, TDst> mapAction,
        string? contractName, SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new() =>
        new(catalog.GetEnvironment(), mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);

    /// <summary>Leaves out the rows for which the predicate holds.</summary>
    public static IDataView FilterByCustomPredicate<TSrc>(this DataOperationsCatalog catalog, IDataView input, Func<TSrc, bool> filterPredicate)
        where TSrc : class, new()
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(filterPredicate);
        var definition = SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write);
        return new FilterView(input, TypedRowWriter<TSrc>.Columns(input.Schema, definition, ignoreMissing: false), row =>
        {
            var writer = new TypedRowWriter<TSrc>(row, definition, ignoreMissing: false);
            var source = new TSrc();
            return () =>
            {
                writer.Fill(source);
                return !filterPredicate(source);
            };
        });
    }
}
