using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>A multiclass trainer made of binary ones.</summary>
public abstract class MetaMulticlassTrainer<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected MetaMulticlassTrainer(IHostEnvironment env, string name, string labelColumnName)
    {
        Host = env.RegisterHost(name);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        LabelColumnName = labelColumnName;
    }

    public TrainerInfo Info { get; } = new(normalization: true, caching: false);

    private protected IHost Host { get; }

    private protected string LabelColumnName { get; }

    public abstract TTransformer Fit(IDataView input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = inputSchema.Find(nameof(inputSchema), "label", LabelColumnName);
        if (label is not { Kind: SchemaShape.Column.VectorKind.Scalar, IsKey: true })
            throw Errors.Mismatch(nameof(inputSchema), "label", LabelColumnName, "Key<UInt32>", label.GetTypeString());
        return inputSchema.With(ScoreShapes.Multiclass(label));
    }
}
