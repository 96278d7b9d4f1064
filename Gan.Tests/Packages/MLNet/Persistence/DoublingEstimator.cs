using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

internal sealed class DoublingEstimator(string input, string output) : IEstimator<DoublingTransformer>
{
    public DoublingTransformer Fit(IDataView data) => new(input, output, 2);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => new([
        .. inputSchema.Where(column => column.Name != output),
        Column(output, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, new SchemaShape([]))]);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column Column(
        string name, SchemaShape.Column.VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations);
}
