using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class LbfgsLogisticRegressionBinaryTrainer : LbfgsTrainerBase<LbfgsLogisticRegressionBinaryTrainer.Options,
    BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>,
    CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
{
    internal LbfgsLogisticRegressionBinaryTrainer(IHostEnvironment env, Options options) : base(env, options, LabelKind.Boolean)
    {
    }

    private protected override CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> Train(TrainingSet data)
    {
        var (weights, biases) = Minimize(data, 1, (label, scores, slopes) =>
        {
            var sign = label > 0 ? 1 : -1;
            var margin = sign * scores[0];
            var probability = Logistic.Sigmoid(-margin);
            slopes[0] = -sign * probability;
            return Logistic.Loss(margin);
        });
        return LogisticModel.Create(weights[0], biases[0]);
    }

    private protected override BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> MakeTransformer(
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> model, DataViewSchema schema, TrainingSet data) =>
        new(Host, model, FeatureColumn.Name, schema[FeatureColumn.Name].Type);

    private protected override IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema) => ScoreShapes.Binary(calibrated: true);

    public sealed class Options : OptionsBase
    {
        public bool ShowTrainingStatistics;
    }
}
