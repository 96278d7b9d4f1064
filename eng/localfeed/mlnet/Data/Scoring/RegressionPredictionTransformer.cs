using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(RegressionPredictionTransformer<object>), null, typeof(SignatureLoadModel), "Regression predictor", "RegressionPredXfer")]

namespace Microsoft.ML.Data;

public sealed class RegressionPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private static readonly VersionInfo Version = Models.Version("REG PRED", "RegressionPredXfer");

    internal RegressionPredictionTransformer(IHostEnvironment env, TModel model, string featureColumn, DataViewType featureType)
        : base(env.RegisterHost("RegressionPredictionTransformer"), model, featureColumn, featureType)
    {
    }

    private protected override IReadOnlyList<AddedColumn> ScoreColumns(DataViewSchema.Column feature, uint setId) =>
    [
        FromScores("Score", NumberDataViewType.Single, feature,
            (float[] scores, ref float value) => value = scores[0], Annotate("Regression", "Score", setId)),
    ];

    private protected override void SaveModel(ModelSaveContext ctx) => SaveFeature(ctx, Version);

    private static RegressionPredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (model, name, type) = LoadFeature(env, ctx, Version);
        return new RegressionPredictionTransformer<object>(env, model, name, type);
    }
}
