using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(MulticlassPredictionTransformer<object>), null, typeof(SignatureLoadModel), "Multiclass predictor", "MulticlassPredXfer")]

namespace Microsoft.ML.Data;

public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private static readonly VersionInfo Version = Models.Version("MCLSPRED", "MulticlassPredXfer");

    private readonly string _labelName;
    private readonly DataViewType _labelType;
    private readonly DataViewSchema.Annotations _labelAnnotations;

    internal MulticlassPredictionTransformer(IHostEnvironment env, TModel model, string featureColumn, DataViewType featureType, string labelName,
        DataViewSchema.Column label)
        : base(env.RegisterHost("MulticlassPredictionTransformer"), model, featureColumn, featureType)
    {
        _labelName = labelName;
        _labelType = label.Type;
        _labelAnnotations = label.Annotations;
    }

    private protected override IReadOnlyList<AddedColumn> ScoreColumns(DataViewSchema.Column feature, uint setId)
    {
        const string kind = "MulticlassClassification";
        var count = Scorer.ScoreCount;
        var values = _labelAnnotations.Schema.GetColumnOrNull(AnnotationNames.KeyValues);
        return
        [
            FromScores("PredictedLabel", new KeyDataViewType(typeof(uint), (ulong)count), feature,
                (float[] scores, ref uint value) => value = Best(scores),
                Annotate(kind, "PredictedLabel", setId, builder => builder.Add(_labelAnnotations, name => name == AnnotationNames.KeyValues))),
            FromScores("Score", new VectorDataViewType(NumberDataViewType.Single, count), feature,
                (float[] scores, ref VBuffer<float> value) => VBuffer<float>.Copy(scores, 0, ref value, scores.Length),
                Annotate(kind, "Score", setId, builder =>
                {
                    if (values is not { } column)
                        return;
                    builder.Add(AnnotationNames.TrainingLabelValues, column.Type, _labelAnnotations.GetGetter(column.Index));
                    builder.AddTexts(AnnotationNames.SlotNames, KeyTexts.Of(_labelAnnotations, column));
                })),
        ];
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        SaveFeature(ctx, Version);
        ctx.Writer.Write(_labelName);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(_labelName, _labelType, _labelAnnotations);
        SchemaCodec.Write(ctx.Writer, builder.ToSchema());
    }

    private static MulticlassPredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (model, name, type) = LoadFeature(env, ctx, Version);
        var label = ctx.Reader.ReadString();
        return new MulticlassPredictionTransformer<object>(env, model, name, type, label, SchemaCodec.Read(ctx.Reader)[label]);
    }

    private static uint Best(float[] scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best] || float.IsNaN(scores[best]))
                best = i;
        return float.IsNaN(scores[best]) ? 0 : (uint)best + 1;
    }
}
