using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;
using Microsoft.ML;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Digits with few labels: the semi-supervised GAN beside logistic regression.</summary>
internal sealed class SemiSupervisedGate : Gate
{
    private const int Steps = 3_000;
    private const string Judged = "100 labels";
    private const double Margin = 0.04;
    private const double TestShare = 0.3;

    public override string Name => "semi-supervised";

    public override IReadOnlyList<string> Cases => ["20 labels", "50 labels", Judged];

    public override string Protocol =>
        $"8x8 digits, 30 % held out, 20, 50 or 100 labels, as many of each digit, and the other training rows unlabelled; "
        + $"{Steps:N0} generator steps of recipe sgan "
        + "with hidden widths 256, 128, 128 and 128, 128; beside ML.NET's logistic regression (L2 0.1) on the same labels";

    public override string Published => "on MNIST with 100 labels: error 0.93±0.065 % (Salimans et al. 2016)";

    public override string Demand =>
        $"with 100 labels, accuracy at least {Margin.ToString("0.00", CultureInfo.InvariantCulture)} above logistic "
        + $"regression's (means), and better for every seed";

    public override int DefaultSeeds => 5;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var (training, test) = DigitsDataset.Load().Split(TestShare, seed);
        var seen = new int[10];
        var perDigit = int.Parse(variant.Split(' ')[0], CultureInfo.InvariantCulture) / seen.Length;
        var labels = training.Labels!.Select(label => seen[label]++ < perDigit ? label : -1).ToArray();
        var data = new Dataset("digits with few labels", training.Shape, training.Samples.ToArray(), labels, training.Range);
        return new Dictionary<string, double>
        {
            ["sgan"] = SemiSupervised(data, test, seed),
            ["logistic regression"] = Linear(data.Where(label => label >= 0), test),
        };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var (gan, linear) = (Of(rows, "sgan", Judged), Of(rows, "logistic regression", Judged));
        return (
            string.Join(
                "; ",
                Cases.Select(c =>
                    $"error with {c}: {Error(rows, "sgan", c)}, logistic regression {Error(rows, "logistic regression", c)}"
                )
            ),
            gan.Average() >= linear.Average() + Margin && gan.Zip(linear).All(p => p.First > p.Second)
        );
    }

    private static string Error(IReadOnlyList<SeedRow> rows, string figure, string variant) =>
        MeanAndDeviation([.. Of(rows, figure, variant).Select(accuracy => 1 - accuracy)]);

    private static double SemiSupervised(Dataset data, Dataset test, int seed)
    {
        var recipe = new SemiSupervisedGanRecipe
        {
            DiscriminatorHidden = [256, 128, 128],
            GeneratorHidden = [128, 128],
            DiscriminatorAveraging = 0.999,
        };
        using var trainer = new GanTrainer(
            recipe,
            data,
            new TrainingSettings
            {
                Device = "cpu",
                Seed = seed,
                ReportEvery = int.MaxValue,
            }
        );
        trainer.TrainUntil(Steps);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        ((LatentGame)trainer.Game).DiscriminatorResult.eval();
        var samples = tensor(test.Samples.ToArray(), [test.Count, 1, 8, 8]) / 8 - 1;
        var classes = ((LatentGame)trainer.Game).DiscriminatorResult.call(samples).Classes!.argmax(1).data<long>().ToArray();
        return classes.Zip(test.Labels!).Count(p => p.First == p.Second) / (double)test.Count;
    }

    private static double Linear(Dataset labelled, Dataset test)
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
