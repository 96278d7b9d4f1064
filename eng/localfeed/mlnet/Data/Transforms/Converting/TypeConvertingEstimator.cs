using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    private readonly PrimitiveDataViewType _type;

    internal TypeConvertingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs, DataKind kind)
        : base(env.RegisterHost(nameof(TypeConvertingEstimator)), new TypeConvertingTransformer(env, pairs, kind))
    {
        _type = ColumnTypes.Of(kind);
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            if (column.IsKey || !Conversions.CanConvert(column.ItemType.RawType, _type.RawType))
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input, $"a type that can become {_type}", column.GetTypeString());
            return new SchemaShape.Column(pair.Output, column.Kind, _type, false,
                new SchemaShape(column.Annotations.Where(annotation => annotation.Name is AnnotationNames.SlotNames or AnnotationNames.IsNormalized)));
        }));
    }
}
