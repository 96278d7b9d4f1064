using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class SdcaMaximumEntropyMulticlassTrainer : SdcaMulticlassTrainerBase<MaximumEntropyModelParameters>
{
    internal SdcaMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options) : base(env, options)
    {
    }

    private protected override MaximumEntropyModelParameters Train(TrainingSet data)
    {
        var (weights, biases) = Ascend(data, data.ClassCount, new SoftmaxDual(data.Count, data.ClassCount, data.Labels));
        return new MaximumEntropyModelParameters(weights, biases);
    }

    public sealed class Options : MulticlassOptions
    {
    }

    /// <summary>Of log(sum(exp(z))) - z[label]; the dual variables are the label's indicator minus a distribution.</summary>
    private sealed class SoftmaxDual : ISdcaDual
    {
        private readonly int _classes;
        private readonly double[] _distributions;
        private readonly double[] _probabilities;

        public SoftmaxDual(int rows, int classes, float[] labels)
        {
            _classes = classes;
            _distributions = new double[rows * classes];
            _probabilities = new double[classes];
            // Dual variables of 0: all of the distribution is on the label.
            for (var row = 0; row < rows; row++)
                _distributions[(row * classes) + (int)labels[row]] = 1;
        }

        public (double Loss, double Slack) Update(int row, float label, ReadOnlySpan<double> outputs, double norm, Span<double> change)
        {
            var distribution = _distributions.AsSpan(row * _classes, _classes);
            outputs.CopyTo(_probabilities);
            var logSum = Vectors.Softmax(_probabilities);
            double slack = logSum, distance = 0;
            for (var k = 0; k < _classes; k++)
            {
                slack += (distribution[k] > 0 ? distribution[k] * Math.Log(distribution[k]) : 0) - (distribution[k] * outputs[k]);
                var difference = _probabilities[k] - distribution[k];
                distance += difference * difference;
            }
            // The loss is 1-smooth.
            var step = distance == 0 ? 0 : Math.Min(1, (slack + (distance / 2)) / (distance * (1 + norm)));
            for (var k = 0; k < _classes; k++)
            {
                var moved = step * (_probabilities[k] - distribution[k]);
                distribution[k] += moved;
                change[k] = -moved;
            }
            return (logSum - outputs[(int)label], slack);
        }
    }
}
