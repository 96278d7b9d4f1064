using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(AnomalyPredictionTransformer<object>), null, typeof(SignatureLoadModel), "Anomaly predictor", "AnomalyPredXfer")]

namespace Microsoft.ML.Data;

public sealed class AnomalyPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private static readonly VersionInfo Version = Models.Version("ANOMPRED", "AnomalyPredXfer");

    internal AnomalyPredictionTransformer(IHostEnvironment env, TModel model, string featureColumn, DataViewType featureType, float threshold = 0.5f)
        : base(env.RegisterHost("AnomalyPredictionTransformer"), model, featureColumn, featureType)
    {
        Threshold = threshold;
    }

    /// <summary>A row whose score is above this is predicted to be abnormal.</summary>
    internal float Threshold { get; }

    private protected override IReadOnlyList<AddedColumn> ScoreColumns(DataViewSchema.Column feature, uint setId) =>
    [
        FromScores("PredictedLabel", BooleanDataViewType.Instance, feature,
            (float[] scores, ref bool value) => value = scores[0] > Threshold, Annotate("AnomalyDetection", "PredictedLabel", setId)),
        FromScores("Score", NumberDataViewType.Single, feature,
            (float[] scores, ref float value) => value = scores[0], Annotate("AnomalyDetection", "Score", setId)),
    ];

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        SaveFeature(ctx, Version);
        ctx.Writer.Write(Threshold);
    }

    private static AnomalyPredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (model, name, type) = LoadFeature(env, ctx, Version);
        return new AnomalyPredictionTransformer<object>(env, model, name, type, ctx.Reader.ReadSingle());
    }
}
