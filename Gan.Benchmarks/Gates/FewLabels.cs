using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Digits of which few have labels: how many others a semi-supervised GAN names right, and how many a linear classifier
/// that sees the labelled ones alone.</summary>
internal static class FewLabels
{
    /// <summary>The figure of the GAN: the share of test digits that it names right.</summary>
    public const string Gan = "sgan";

    /// <summary>The same of ML.NET's logistic regression.</summary>
    public const string Linear = "logistic regression";

    private const int Rows = 500;

    /// <summary>How many labels a case such as "100 labels" has.</summary>
    public static int CountIn(string variant) => int.Parse(variant.Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Trains both, and asks them about the test digits.</summary>
    /// <param name="recipe">The GAN's settings.</param>
    /// <param name="training">Digits with labels, of which the first few of each digit are kept.</param>
    /// <param name="test">Digits to ask about.</param>
    /// <param name="labels">How many labels are kept.</param>
    /// <param name="steps">Steps of the GAN.</param>
    /// <param name="seed">Of the GAN.</param>
    /// <param name="kept">Where a run of hours is kept (<see cref="KeptTraining"/>); null for runs of minutes.</param>
    public static Dictionary<string, double> Measure(
        SemiSupervisedGanRecipe recipe,
        Dataset training,
        Dataset test,
        int labels,
        int steps,
        int seed,
        string? kept = null
    )
    {
        var seen = new int[10];
        int[] labelled = [.. training.Labels!.Select(label => seen[label]++ < labels / seen.Length ? label : -1)];
        var data = new Dataset(
            $"{training.Name} with few labels",
            training.Shape,
            training.ToArray(0, training.Count),
            labelled,
            training.Range
        );
        return new Dictionary<string, double>
        {
            [Gan] = OfGan(recipe, data, test, steps, seed, kept),
            [Linear] = OfLinear(data.Where(label => label >= 0), test),
        };
    }

    /// <summary>The errors of both with a case, in words.</summary>
    public static string Errors(IReadOnlyList<SeedRow> rows, string variant)
    {
        string Error(string figure) =>
            Gate.MeanAndDeviation([.. rows.Where(r => r.Case == variant).Select(r => 1 - r.Values[figure])]);
        return $"error with {variant}: {Error(Gan)}, logistic regression {Error(Linear)}";
    }

    private static double OfGan(SemiSupervisedGanRecipe recipe, Dataset data, Dataset test, int steps, int seed, string? kept)
    {
        using var trainer = new GanTrainer(recipe, data, QuietSettings.Of(seed));
        double ShareRight() => Judge(((LatentGame)trainer.Game).DiscriminatorResult, test);
        KeptTraining.Run(trainer, steps, kept, () => string.Create(CultureInfo.InvariantCulture, $"error {1 - ShareRight():F4}"));
        return ShareRight();
    }

    private static double Judge(DiscriminatorNetwork network, Dataset test)
    {
        using var noGrad = no_grad();
        using var mode = new EvaluationMode(network);
        var right = 0;
        for (var start = 0; start < test.Count; start += Rows)
        {
            using var scope = NewDisposeScope();
            int[] rows = [.. Enumerable.Range(start, Math.Min(Rows, test.Count - start))];
            var classes = network.call(DataRows.OnDevice(test, rows, CPU)).Classes!.argmax(1).data<long>().ToArray();
            right += classes.Zip(rows).Count(p => p.First == test.Labels![p.Second]);
        }

        return right / (double)test.Count;
    }

    private static double OfLinear(Dataset labelled, Dataset test)
    {
        var ml = new MLContext(seed: 1);
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("Key", DatasetDataView.LabelColumn)
            .Append(ml.Transforms.NormalizeMinMax(DatasetDataView.FeaturesColumn, fixZero: false))
            .AppendCacheCheckpoint(ml)
            .Append(
                ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                    "Key",
                    DatasetDataView.FeaturesColumn,
                    l1Regularization: 0,
                    l2Regularization: 0.1f
                )
            );
        var model = pipeline.Fit(labelled.ToDataView(ml));
        return ml.MulticlassClassification.Evaluate(model.Transform(test.ToDataView(ml)), "Key").MicroAccuracy;
    }
}
