using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Minimizes the sum of the examples' losses plus L2/2 times the squared and L1 times the absolute weights, biases excepted.</summary>
public abstract partial class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected LbfgsTrainerBase(IHostEnvironment env, TOptions options, LabelKind labelKind)
        : base(env.RegisterHost("LbfgsTrainer"), options.FeatureColumnName, labelKind, options.LabelColumnName, options.ExampleWeightColumnName)
    {
        Require(options.L1Regularization >= 0, nameof(options.L1Regularization), "must be non-negative");
        Require(options.L2Regularization >= 0, nameof(options.L2Regularization), "must be non-negative");
        Require(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "must be positive");
        Require(options.HistorySize > 0, nameof(options.HistorySize), "must be positive");
        Require(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "must be positive");
        Settings = options;
    }

    public override TrainerInfo Info { get; } = new(normalization: true, caching: true);

    private protected TOptions Settings { get; }

    /// <summary>Minimizes over rows of weights and biases: variable k is the bias of score k, then come the weights, score by score.</summary>
    private protected (float[][] Weights, float[] Biases) Minimize(TrainingSet data, int scores, ExampleLoss loss)
    {
        var size = data.FeatureCount;
        double l2 = Settings.L2Regularization;
        var outputs = new double[scores];
        var slopes = new double[scores];
        var optimizer = new LbfgsOptimizer(Host, Objective, Settings.L1Regularization, scores)
        {
            HistorySize = Settings.HistorySize,
            MaximumIterations = Settings.MaximumNumberOfIterations,
            Tolerance = Settings.OptimizationTolerance,
            NonNegative = Settings.EnforceNonNegativity,
        };
        var start = new double[scores * (size + 1)];
        if (Settings.InitialWeightsDiameter > 0)
            for (var i = scores; i < start.Length; i++)
                start[i] = Settings.InitialWeightsDiameter * (Host.Rand.NextDouble() - 0.5);
        var found = optimizer.Minimize(start);
        if (scores > 1)
            CenterBiases(found.AsSpan(0, scores), data);
        return ([.. Enumerable.Range(0, scores).Select(k => Vectors.ToSingles(found.AsSpan(scores + (k * size), size)))],
            Vectors.ToSingles(found.AsSpan(0, scores)));

        double Objective(ReadOnlySpan<double> point, Span<double> gradient)
        {
            gradient.Clear();
            double total = 0;
            for (var row = 0; row < data.Count; row++)
            {
                var features = data[row];
                for (var k = 0; k < scores; k++)
                    outputs[k] = point[k] + Vectors.Dot(point.Slice(scores + (k * size), size), features);
                var weight = data.Weights[row];
                total += weight * loss(data.Labels[row], outputs, slopes);
                for (var k = 0; k < scores; k++)
                {
                    gradient[k] += weight * slopes[k];
                    Vectors.AddScaled(gradient.Slice(scores + (k * size), size), weight * slopes[k], features);
                }
            }
            var weights = point[scores..];
            Vectors.AddScaled(gradient[scores..], l2, weights);
            return total + (l2 / 2 * Vectors.Dot(weights, weights));
        }
    }

    /// <summary>Shifts all biases, which changes no probability, so that those of the classes that have examples have a mean of 0:
    /// the bias of a class without examples falls without end, and the others, rising against it, would lose digits.</summary>
    private static void CenterBiases(Span<double> biases, TrainingSet data)
    {
        double sum = 0;
        var present = data.Labels.Distinct().Select(label => (int)label).ToArray();
        foreach (var k in present)
            sum += biases[k];
        for (var k = 0; k < biases.Length; k++)
            biases[k] -= sum / present.Length;
    }

    /// <summary>The loss of one example; fills its derivative by each score.</summary>
    private protected delegate double ExampleLoss(float label, ReadOnlySpan<double> scores, Span<double> slopes);

    private static void Require(bool condition, string option, string rule)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException("options", $"{option} {rule}.");
    }
}
