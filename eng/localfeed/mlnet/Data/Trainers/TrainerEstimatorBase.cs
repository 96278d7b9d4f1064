using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>A trainer over a vector of features.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>, ILabeledTrainer
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    public readonly SchemaShape.Column WeightColumn;

    private readonly LabelKind _labelKind;

    private protected TrainerEstimatorBase(IHost host, string featureColumn, LabelKind labelKind, string? labelColumn, string? weightColumn)
    {
        ArgumentException.ThrowIfNullOrEmpty(featureColumn);
        Host = host;
        _labelKind = labelKind;
        FeatureColumn = new(featureColumn, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);
        if (labelKind != LabelKind.None)
        {
            ArgumentException.ThrowIfNullOrEmpty(labelColumn);
            LabelColumn = labelKind switch
            {
                LabelKind.Boolean => new(labelColumn, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false),
                LabelKind.Key => new(labelColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
                _ => new(labelColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false),
            };
        }
        if (weightColumn is not null)
            WeightColumn = new(weightColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false);
    }

    public virtual TrainerInfo Info { get; } = new();

    string? ILabeledTrainer.LabelColumnName => LabelColumn.Name;

    private protected IHost Host { get; }

    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckInput(SchemaShape.Create(input.Schema));
        var label = LabelColumn.IsValid ? input.Schema[LabelColumn.Name] : (DataViewSchema.Column?)null;
        var set = TrainingSet.Load(Host, input, input.Schema[FeatureColumn.Name], label,
            WeightColumn.IsValid ? input.Schema[WeightColumn.Name] : null);
        return MakeTransformer(Train(set), input.Schema, set);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckInput(inputSchema);
        return inputSchema.With(ScoreColumns(inputSchema));
    }

    private protected abstract TModel Train(TrainingSet data);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema schema, TrainingSet data);

    private protected abstract IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema);

    private void CheckInput(SchemaShape schema)
    {
        var feature = schema.Find("inputSchema", "feature", FeatureColumn.Name);
        if (!FeatureColumn.IsCompatibleWith(feature))
            throw Errors.Mismatch("inputSchema", "feature", FeatureColumn.Name, FeatureColumn.GetTypeString(), feature.GetTypeString());
        if (WeightColumn.IsValid && !WeightColumn.IsCompatibleWith(schema.Find("inputSchema", "weight", WeightColumn.Name)))
            throw Errors.Mismatch("inputSchema", "weight", WeightColumn.Name, WeightColumn.GetTypeString(),
                schema.Find("inputSchema", "weight", WeightColumn.Name).GetTypeString());
        if (!LabelColumn.IsValid)
            return;
        var label = schema.Find("inputSchema", "label", LabelColumn.Name);
        var fits = _labelKind == LabelKind.Key
            ? label is { Kind: SchemaShape.Column.VectorKind.Scalar, IsKey: true }
            : LabelColumn.IsCompatibleWith(label);
        if (!fits)
            throw Errors.Mismatch("labelCol", "label", LabelColumn.Name, LabelColumn.GetTypeString(), label.GetTypeString());
    }
}
