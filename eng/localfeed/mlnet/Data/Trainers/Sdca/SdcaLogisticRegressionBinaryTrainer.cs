using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class SdcaLogisticRegressionBinaryTrainer
    : SdcaBinaryTrainerBase<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
{
    internal SdcaLogisticRegressionBinaryTrainer(IHostEnvironment env, Options options) : base(env, options)
    {
    }

    private protected override CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> Train(TrainingSet data)
    {
        if (Settings.PositiveInstanceWeight != 1)
            for (var row = 0; row < data.Count; row++)
                if (data.Labels[row] > 0)
                    data.Weights[row] *= Settings.PositiveInstanceWeight;
        var (weights, biases) = Ascend(data, 1, new LogisticDual(data.Count));
        return LogisticModel.Create(weights[0], biases[0]);
    }

    private protected override IEnumerable<SchemaShape.Column> ScoreColumns(SchemaShape inputSchema) => ScoreShapes.Binary(calibrated: true);

    public sealed class Options : BinaryOptionsBase
    {
    }

    /// <summary>Of log(1 + exp(-y z)); the dual variable times y lies between 0 and 1.</summary>
    private sealed class LogisticDual(int rows) : ISdcaDual
    {
        private readonly double[] _dual = new double[rows];

        public (double Loss, double Slack) Update(int row, float label, ReadOnlySpan<double> outputs, double norm, Span<double> change)
        {
            var sign = label > 0 ? 1 : -1;
            double margin = sign * outputs[0], dual = sign * _dual[row];
            // The best dual variable for the scores as they are: moving towards it never lowers the dual objective.
            var target = Logistic.Sigmoid(-margin);
            var loss = Logistic.Loss(margin);
            var slack = loss + Entropy(dual) + (dual * margin);
            // The loss is 1/4-smooth.
            var difference = target - dual;
            var step = difference == 0 ? 0 : Math.Min(1, (slack + (2 * difference * difference)) / (difference * difference * (4 + norm)));
            var moved = step * difference;
            _dual[row] += sign * moved;
            change[0] = sign * moved;
            return (loss, slack);
        }

        // The conjugate of the loss at the negated dual variable.
        private static double Entropy(double p) => Term(p) + Term(1 - p);

        private static double Term(double p) => p <= 0 ? 0 : p * Math.Log(p);
    }
}
