using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Gradient steps, one example at a time; the model is the mean of the weights over all steps.</summary>
public abstract class AveragedLinearTrainer<TTransformer, TModel> : OnlineLinearTrainer<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private readonly AveragedLinearOptions _options;
    private readonly IScalarLoss _loss;

    private protected AveragedLinearTrainer(IHost host, AveragedLinearOptions options, IScalarLoss loss, LabelKind labelKind)
        : base(host, options, labelKind)
    {
        if (options.LearningRate <= 0)
            throw new ArgumentOutOfRangeException(nameof(options), "LearningRate must be positive.");
        if (options.L2Regularization is < 0 or >= 0.5f)
            throw new ArgumentOutOfRangeException(nameof(options), "L2Regularization must be in [0, 0.5).");
        _options = options;
        _loss = loss;
    }

    private protected (float[] Weights, float Bias) Run(TrainingSet data)
    {
        double[] weights = new double[data.FeatureCount + 1], sums = new double[weights.Length];
        var order = Enumerable.Range(0, data.Count).ToArray();
        long steps = 0;
        for (var iteration = 0; iteration < _options.NumberOfIterations; iteration++)
        {
            Host.CheckAlive();
            if (_options.Shuffle)
                Host.Rand.Shuffle(order);
            foreach (var row in order)
            {
                var features = data[row];
                steps++;
                double rate = _options.LearningRate / (_options.DecreaseLearningRate ? Math.Sqrt(steps) : 1);
                var output = weights[^1] + Vectors.Dot(weights, features);
                var slope = _loss.Derivative((float)output, data.Labels[row]);
                if (_options.L2Regularization > 0)
                {
                    for (var i = 0; i < weights.Length; i++)
                    {
                        var change = -rate * _options.L2Regularization * weights[i];
                        weights[i] += change;
                        sums[i] += (steps - 1) * change;
                    }
                }
                if (slope == 0)
                    continue;
                // A change made at step s counts in the mean for all later steps: keep (s - 1) times it apart, subtract at the end.
                Vectors.AddScaled(weights, -rate * slope, features);
                weights[^1] -= rate * slope;
                Vectors.AddScaled(sums, -rate * slope * (steps - 1), features);
                sums[^1] -= rate * slope * (steps - 1);
            }
        }
        if (_options.Averaged)
            for (var i = 0; i < weights.Length; i++)
                weights[i] -= sums[i] / steps;
        return (Vectors.ToSingles(weights.AsSpan(0, data.FeatureCount)), (float)weights[^1]);
    }
}
