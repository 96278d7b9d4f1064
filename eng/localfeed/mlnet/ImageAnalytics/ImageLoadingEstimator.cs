using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

public sealed class ImageLoadingEstimator : TrivialEstimator<ImageLoadingTransformer>
{
    internal ImageLoadingEstimator(IHostEnvironment env, string? imageFolder, (string Output, string Input)[] pairs)
        : base(env.RegisterHost(nameof(ImageLoadingEstimator)), new ImageLoadingTransformer(env, imageFolder, pairs))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            if (column.ItemType is not TextDataViewType || column.Kind != SchemaShape.Column.VectorKind.Scalar)
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input, "String", column.GetTypeString());
            return new SchemaShape.Column(pair.Output, SchemaShape.Column.VectorKind.Scalar, new ImageDataViewType(), false);
        }));
    }
}
