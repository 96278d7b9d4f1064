using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Applies a model of one vector of features to rows.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private static int _lastSetId;

    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, string featureColumn, DataViewType featureType)
        : base(host, model)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = featureType;
        Scorer = (IScorer)(object)model;
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    private protected IScorer Scorer { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    private protected sealed override ColumnMapper Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var feature = inputSchema.Find(nameof(inputSchema), "feature", FeatureColumnName);
        if (feature.Type.Item() != NumberDataViewType.Single || feature.Type.ValueCount() != Scorer.FeatureCount || feature.Type is not VectorDataViewType)
            throw Errors.Mismatch(nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString()!, feature.Type.ToString()!);
        return ColumnMapper.Adding(inputSchema, ScoreColumns(feature, (uint)Interlocked.Increment(ref _lastSetId)));
    }

    /// <summary>The columns that the scores of a row become.</summary>
    private protected abstract IReadOnlyList<AddedColumn> ScoreColumns(DataViewSchema.Column feature, uint setId);

    /// <summary>A column computed from the scores of the current row.</summary>
    private protected AddedColumn FromScores<T>(string name, DataViewType type, DataViewSchema.Column feature, ScoreReader<T> read,
        DataViewSchema.Annotations annotations) =>
        new(name, type, [feature], scope =>
        {
            var getter = scope.Input.GetGetter<VBuffer<float>>(feature);
            VBuffer<float> buffer = default;
            var features = new float[Scorer.FeatureCount];
            var scores = new float[Scorer.ScoreCount];
            return (ValueGetter<T>)((ref T value) =>
            {
                getter(ref buffer);
                if (buffer.Length != features.Length)
                    throw new InvalidOperationException($"The column '{FeatureColumnName}' has a vector of {buffer.Length} values where {features.Length} are needed.");
                buffer.CopyTo(features);
                Scorer.Score(features, scores);
                read(scores, ref value);
            });
        }, annotations);

    private protected delegate void ScoreReader<T>(float[] scores, ref T value);

    private protected static DataViewSchema.Annotations Annotate(string columnKind, string valueKind, uint setId,
        Action<DataViewSchema.Annotations.Builder>? more = null)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddText(AnnotationNames.ScoreColumnKind, columnKind);
        builder.AddText(AnnotationNames.ScoreValueKind, valueKind);
        builder.AddPrimitiveValue(AnnotationNames.ScoreColumnSetId, new KeyDataViewType(typeof(uint), int.MaxValue), setId);
        more?.Invoke(builder);
        return builder.ToAnnotations();
    }

    private protected void SaveFeature(ModelSaveContext ctx, VersionInfo version)
    {
        ctx.SetVersionInfo(version);
        ctx.SaveModel(Model, "Model");
        ctx.Writer.Write(FeatureColumnName);
        ColumnTypes.Write(ctx.Writer, FeatureColumnType);
    }

    private protected static (object Model, string Name, DataViewType Type) LoadFeature(IHostEnvironment env, ModelLoadContext ctx, VersionInfo version)
    {
        ctx.CheckAtModel(version);
        ctx.LoadModel<object, SignatureLoadModel>(env, out var model, "Model");
        return (model, ctx.Reader.ReadString(), ColumnTypes.Read(ctx.Reader));
    }
}
