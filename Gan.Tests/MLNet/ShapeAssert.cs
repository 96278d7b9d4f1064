using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>A check that an estimator's shape promises what its transformer's schema holds.</summary>
internal static class ShapeAssert
{
    private static readonly MethodInfo Create = typeof(SchemaShape).GetMethod(
        "Create",
        BindingFlags.Static | BindingFlags.NonPublic,
        [typeof(DataViewSchema)]
    )!;

    /// <summary>The shape of a schema.</summary>
    public static SchemaShape Of(DataViewSchema schema) => (SchemaShape)Create.Invoke(null, [schema])!;

    public static void Agrees(IEstimator<ITransformer> estimator, IDataView data)
    {
        SchemaShape shape = estimator.GetOutputSchema(Of(data.Schema));
        ITransformer fitted = estimator.Fit(data);
        DataViewSchema schema = fitted.GetOutputSchema(data.Schema);
        Assert.HasCount(schema.Count(c => !c.IsHidden), shape);
        foreach (SchemaShape.Column column in shape)
            AssertFits(column, schema[column.Name].Type, schema[column.Name].Annotations.Schema);
        (fitted as IDisposable)?.Dispose();
    }

    private static void AssertFits(SchemaShape.Column shape, DataViewType type, DataViewSchema? annotations)
    {
        DataViewType item = type is VectorDataViewType vector ? vector.ItemType : type;
        var kind = type switch
        {
            VectorDataViewType { IsKnownSize: true } => SchemaShape.Column.VectorKind.Vector,
            VectorDataViewType => SchemaShape.Column.VectorKind.VariableVector,
            _ => SchemaShape.Column.VectorKind.Scalar,
        };
        Assert.AreEqual(kind, shape.Kind, shape.Name);
        Assert.AreEqual(item is KeyDataViewType, shape.IsKey, shape.Name);
        Assert.AreEqual(item.RawType, shape.ItemType.RawType, shape.Name);
        if (annotations is null)
            return;
        Assert.HasCount(annotations.Count, shape.Annotations, shape.Name);
        foreach (SchemaShape.Column annotation in shape.Annotations)
            AssertFits(annotation, annotations[annotation.Name].Type, null);
    }
}
