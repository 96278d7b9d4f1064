using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class SdcaRegressionTrainer
    : SdcaTrainerBase<SdcaRegressionTrainer.Options, RegressionPredictionTransformer<LinearRegressionModelParameters>, LinearRegressionModelParameters>
{
    internal SdcaRegressionTrainer(IHostEnvironment env, Options options) : base(env, options, LabelKind.Number)
    {
    }

    private protected override LinearRegressionModelParameters Train(TrainingSet data)
    {
        var (weights, biases) = Ascend(data, 1, new LossDual(data.Count, Settings.LossFunction));
        return new LinearRegressionModelParameters(weights[0], biases[0]);
    }

    private protected override RegressionPredictionTransformer<LinearRegressionModelParameters> MakeTransformer(
        LinearRegressionModelParameters model, DataViewSchema schema, TrainingSet data) =>
        new(Host, model, FeatureColumn.Name, schema[FeatureColumn.Name].Type);

    private protected override IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema) => ScoreShapes.Regression();

    public sealed class Options : OptionsBase
    {
        public Options()
        {
            ConvergenceTolerance = 0.01f;
        }

        public ISupportSdcaRegressionLoss LossFunction { get; set; } = new SquaredLoss();
    }

    private sealed class LossDual(int rows, ISupportSdcaRegressionLoss loss) : ISdcaDual
    {
        private readonly float[] _dual = new float[rows];

        public (double Loss, double Slack) Update(int row, float label, ReadOnlySpan<double> outputs, double norm, Span<double> change)
        {
            var output = (float)outputs[0];
            var value = loss.Loss(output, label);
            var slack = value - loss.DualLoss(label, _dual[row]) + (_dual[row] * outputs[0]);
            var moved = loss.DualUpdate(output, label, _dual[row], loss.ComputeDualUpdateInvariant((float)norm), 1);
            _dual[row] += moved;
            change[0] = moved;
            return (value, slack);
        }
    }
}
