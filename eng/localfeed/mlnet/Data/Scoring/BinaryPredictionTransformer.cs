using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(BinaryPredictionTransformer<object>), null, typeof(SignatureLoadModel), "Binary predictor", "BinaryPredXfer")]

namespace Microsoft.ML.Data;

public sealed class BinaryPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private static readonly VersionInfo Version = Models.Version("BIN PRED", "BinaryPredXfer");

    internal BinaryPredictionTransformer(IHostEnvironment env, TModel model, string featureColumn, DataViewType featureType, float threshold = 0)
        : base(env.RegisterHost("BinaryPredictionTransformer"), model, featureColumn, featureType)
    {
        Threshold = threshold;
    }

    /// <summary>A row whose score is above this is predicted to be positive.</summary>
    internal float Threshold { get; }

    private protected override IReadOnlyList<AddedColumn> ScoreColumns(DataViewSchema.Column feature, uint setId)
    {
        const string kind = "BinaryClassification";
        var columns = new List<AddedColumn>
        {
            FromScores("PredictedLabel", BooleanDataViewType.Instance, feature,
                (float[] scores, ref bool value) => value = scores[0] > Threshold, Annotate(kind, "PredictedLabel", setId)),
            FromScores("Score", NumberDataViewType.Single, feature,
                (float[] scores, ref float value) => value = scores[0], Annotate(kind, "Score", setId)),
        };
        if ((object)Model is CalibratedModelParametersBase { Calibrator: var calibrator })
            columns.Add(FromScores("Probability", NumberDataViewType.Single, feature,
                (float[] scores, ref float value) => value = calibrator.PredictProbability(scores[0]),
                Annotate(kind, "Probability", setId,
                    builder => builder.AddPrimitiveValue(AnnotationNames.IsNormalized, BooleanDataViewType.Instance, true))));
        return columns;
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        SaveFeature(ctx, Version);
        ctx.Writer.Write(Threshold);
    }

    private static BinaryPredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (model, name, type) = LoadFeature(env, ctx, Version);
        return new BinaryPredictionTransformer<object>(env, model, name, type, ctx.Reader.ReadSingle());
    }
}
