using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

public sealed class VectorToImageConvertingEstimator : TrivialEstimator<VectorToImageConvertingTransformer>
{
    internal VectorToImageConvertingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs, int height, int width,
        PixelOptions options, byte[] defaults)
        : base(env.RegisterHost(nameof(VectorToImageConvertingEstimator)),
            new VectorToImageConvertingTransformer(env, pairs, height, width, options, defaults))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            if (column.Kind != SchemaShape.Column.VectorKind.Vector || !VectorToImageConvertingTransformer.CanBePixels(column.ItemType))
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input, "Vector of Single, Double or Byte", column.GetTypeString());
            return new SchemaShape.Column(pair.Output, SchemaShape.Column.VectorKind.Scalar, Transformer.Type, false);
        }));
    }
}
