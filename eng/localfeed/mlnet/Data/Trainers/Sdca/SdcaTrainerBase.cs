using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Stochastic dual coordinate ascent (Shalev-Shwartz and Zhang, "Accelerated proximal stochastic dual coordinate ascent",
/// 2013) of the mean loss plus L2/2 times the squared and L1 times the absolute weights. The bias is the weight of one more
/// feature, which is always 1, with L2 only.
/// </summary>
public abstract partial class SdcaTrainerBase<TOptions, TTransformer, TModel> : StochasticTrainerBase<TTransformer, TModel>
    where TOptions : SdcaTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SdcaTrainerBase(IHostEnvironment env, TOptions options, LabelKind labelKind)
        : base(env.RegisterHost("SdcaTrainer"), options.FeatureColumnName, labelKind, options.LabelColumnName, options.ExampleWeightColumnName)
    {
        Require(options.L2Regularization is null or >= 0, nameof(options.L2Regularization), "must be non-negative");
        Require(options.L1Regularization is null or >= 0, nameof(options.L1Regularization), "must be non-negative");
        Require(options.ConvergenceTolerance is > 0 and <= 1, nameof(options.ConvergenceTolerance), "must be positive and at most 1");
        Require(options.MaximumNumberOfIterations is null or > 0, nameof(options.MaximumNumberOfIterations), "must be positive");
        Settings = options;
    }

    private protected TOptions Settings { get; }

    /// <summary>Maximizes the dual, one example at a time, until the gap between primal and dual is small.</summary>
    private protected (float[][] Weights, float[] Biases) Ascend(TrainingSet data, int scores, ISdcaDual dual)
    {
        int size = data.FeatureCount + 1, rows = data.Count;
        var l2 = Settings.L2Regularization ?? DefaultL2(rows);
        if (l2 == 0)
            l2 = 1e-9f;
        var threshold = (Settings.L1Regularization ?? 0) / l2;
        var primal = new double[scores][];
        var weights = new double[scores][];
        for (var k = 0; k < scores; k++)
        {
            primal[k] = new double[size];
            weights[k] = threshold > 0 ? new double[size] : primal[k];
        }
        var scale = 1 / (l2 * (double)rows);
        var order = Enumerable.Range(0, rows).ToArray();
        double[] outputs = new double[scores], change = new double[scores];
        var maximum = Settings.MaximumNumberOfIterations ?? Math.Clamp(2_000_000 / rows, 20, 1000);
        for (var iteration = 0; iteration < maximum; iteration++)
        {
            Host.CheckAlive();
            if (Settings.Shuffle)
                Host.Rand.Shuffle(order);
            double gap = 0, total = 0;
            foreach (var row in order)
            {
                var features = data[row];
                double norm = 1 + Vectors.Dot(features, features);
                for (var k = 0; k < scores; k++)
                    outputs[k] = weights[k][^1] + Vectors.Dot(weights[k], features);
                var weight = data.Weights[row];
                var (loss, slack) = dual.Update(row, data.Labels[row], outputs, norm * scale * weight, change);
                total += weight * loss;
                gap += weight * slack;
                for (var k = 0; k < scores; k++)
                {
                    var step = weight * change[k] * scale;
                    if (step == 0)
                        continue;
                    Vectors.AddScaled(primal[k], step, features);
                    primal[k][^1] += step;
                    if (threshold > 0)
                        Shrink(primal[k], weights[k], threshold);
                }
            }
            // Measured while the weights moved, so it is an estimate of the true gap; at convergence they agree.
            if (gap <= Settings.ConvergenceTolerance * Math.Max(total, 1e-9))
                break;
        }
        return (Array.ConvertAll(weights, row => Vectors.ToSingles(row.AsSpan(0, size - 1))), Array.ConvertAll(weights, row => (float)row[^1]));
    }

    /// <summary>Little regularization for much data.</summary>
    private static float DefaultL2(int rows) => Math.Clamp(0.1f / rows, 1e-7f, 1e-4f);

    private static void Shrink(double[] primal, double[] weights, double threshold)
    {
        for (var i = 0; i < primal.Length - 1; i++)
            weights[i] = Math.Sign(primal[i]) * Math.Max(0, Math.Abs(primal[i]) - threshold);
        weights[^1] = primal[^1];
    }

    private static void Require(bool condition, string option, string rule)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException("options", $"{option} {rule}.");
    }
}
