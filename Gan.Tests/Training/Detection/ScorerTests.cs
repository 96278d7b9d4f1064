using Gan.Training.Detection;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Detection;

/// <summary>Every score against values worked out by hand, for the row 4, whose reconstruction is 2 and whose latent is
/// 1.</summary>
[TestClass]
public sealed class ScorerTests
{
    [TestMethod]
    // (4 - 2)² = 4, and kappa times the same of features that are the row.
    [DataRow(0.0, 4.0)]
    [DataRow(0.5, 6.0)]
    public void F_AnoGAN_adds_residual_and_features(double kappa, double expected)
    {
        using var networks = new TinyNetworks();
        Assert.AreEqual(expected, Score(new FAnoGanScorer(networks.Generator, networks.Encoder, networks.Critic, kappa)), 1e-6);
    }

    [TestMethod]
    // |4 - 2| = 2; of the features (4, 1) and (2, 1) the mean difference is 1.
    [DataRow(1.0, 2.0)]
    [DataRow(0.0, 1.0)]
    [DataRow(0.9, 1.9)]
    public void EGBAD_weighs_residual_and_joint_features(double alpha, double expected)
    {
        using var networks = new TinyNetworks();
        Assert.AreEqual(expected, Score(new BiGanScorer(networks.Generator, networks.Encoder, networks.Pairs, alpha)), 1e-6);
    }

    [TestMethod]
    public void ALAD_compares_features_of_the_pair_and_of_the_pair_with_the_reconstruction()
    {
        using var networks = new TinyNetworks();
        // (4, 4) and (4, 2).
        Assert.AreEqual(1, Score(new AladScorer(networks.Generator, networks.Encoder, networks.Cycles)), 1e-6);
    }

    [TestMethod]
    public void GANomaly_compares_both_latents()
    {
        using var networks = new TinyNetworks();
        // The latent 1, and the second encoder's of the reconstruction, 2.
        Assert.AreEqual(1, Score(new GanomalyScorer(networks.Generator, networks.Encoder, networks.SecondEncoder)), 1e-6);
    }

    [TestMethod]
    public void The_plain_score_is_minus_the_discriminators()
    {
        using var networks = new TinyNetworks();
        Assert.AreEqual(-4, Score(new DiscriminatorScorer(networks.Critic)), 1e-6);
    }

    [TestMethod]
    // Prototypes 0 and 2 have mean 1 and root mean square 1, as rows and as features, so that squared distances are those of the
    // rows.
    [DataRow(1, 0.5, 4.0)]
    [DataRow(2, 0.5, 16.0)]
    [DataRow(9, 0.5, 16.0)]
    [DataRow(1, 0.0, 4.0)]
    [DataRow(1, 1.0, 4.0)]
    public void Prototypes_are_compared_with_by_row_and_by_features(int neighbour, double featureWeight, double squared)
    {
        using var networks = new TinyNetworks();
        var scorer = new PrototypeScorer(
            networks.Critic,
            tensor(new[] { 0f, 2f }, [2, 1]),
            neighbour,
            featureWeight,
            correlationWeight: 0.3,
            remotenessWeight: 1
        );
        Assert.AreEqual(Math.Sqrt(squared + 0.01), Score(scorer), 1e-5);
        scorer.Release();
    }

    [TestMethod]
    public void A_few_prototypes_that_are_alike_and_far_from_all_others_count_as_further_away()
    {
        using var networks = new TinyNetworks();
        // Forty rows close together, three that are alike far away, and one alone on the other side.
        float[] rows = [.. Enumerable.Range(0, 40).Select(i => i * 0.25f + i % 3 * 0.1f), 100, 101, 102.5f, -60];
        var variance = rows.Average(r => (double)r * r) - Math.Pow(rows.Average(r => (double)r), 2);
        var remoteness = Remoteness(rows);
        Assert.IsTrue(remoteness[40..].All(r => r > 500), "three alike, and one alone");
        Assert.IsTrue(remoteness[..40].All(r => r < 2), "the others");

        foreach (var weight in new[] { 0, 0.5, 1 })
        {
            var scorer = new PrototypeScorer(networks.Critic, tensor(rows, [rows.Length, 1]), 1, 0, 0, weight);
            foreach (var row in new[] { 5.1f, 98, 101.2f, -59, 40 })
            {
                var squared = rows.Select((r, i) => Math.Pow(r - row, 2) + weight * remoteness[i]).Min() / variance;
                Assert.AreEqual(Math.Sqrt(squared + 0.01), Score(scorer, row), 1e-4);
            }

            scorer.Release();
        }
    }

    /// <summary>How remote each of forty-four numbers is, a tenth of which are fewer than five.</summary>
    private static double[] Remoteness(float[] rows)
    {
        double[][] squared = [.. rows.Select(r => rows.Select(o => Math.Pow((double)r - o, 2)).Order().ToArray())];
        var median = Median(squared.Select(s => s[5]));
        var unit = Median(squared.Select(s => s[2])) / median;
        return [.. squared.Select(s => Math.Max(0, s[5] - median) * unit)];

        // Of an even number the lower of the two in the middle, as libtorch's.
        static double Median(IEnumerable<double> values) => values.Order().ElementAt((values.Count() - 1) / 2);
    }

    [TestMethod]
    public void A_remote_picture_counts_as_any_other()
    {
        using var networks = new TinyNetworks();
        float[] rows = [.. Enumerable.Range(0, 40).Select(i => (float)i), 1000, 1001, 1002];
        var table = new PrototypeScorer(networks.Critic, tensor(rows, [rows.Length, 1]), 1, 0, 0, 1);
        var discriminator = new HeadedDiscriminator(nn.Sequential(nn.Flatten(), nn.Linear(1, 1)), 1, nn.Linear(1, 1));
        var pictures = new PrototypeScorer(discriminator, tensor(rows, [rows.Length, 1, 1, 1]), 1, 0, 0.3, 1);
        using var scope = NewDisposeScope();
        Assert.IsTrue(table.Score(tensor(new[] { 1001f }, [1, 1])).Anomaly.item<float>() > 0.3);
        Assert.AreEqual(0.1, pictures.Score(tensor(new[] { 1001f }, [1, 1, 1, 1])).Anomaly.item<float>(), 1e-3);
        table.Release();
        pictures.Release();
    }

    [TestMethod]
    public void Columns_of_a_table_count_by_their_deviation_and_constant_ones_by_their_unit()
    {
        using var networks = new TinyNetworks();
        // The first column has deviation 1 and the second 10, so that both parts of the spread are 1; the third never changes.
        var prototypes = tensor(new[] { 1f, 10, 3, -1, -10, 3 }, [2, 3]);
        var scorer = new PrototypeScorer(new HeadedDiscriminator(nn.Linear(3, 1), 1, nn.Linear(1, 1)), prototypes, 1, 0, 0, 1);
        using var scope = NewDisposeScope();
        double Of(params float[] row) => scorer.Score(tensor(row, [1, 3])).Anomaly.item<float>();
        Assert.AreEqual(Math.Sqrt(4 / 2.0 + 0.01), Of(3, 10, 3), 1e-5);
        Assert.AreEqual(Math.Sqrt(4 / 2.0 + 0.01), Of(1, 30, 3), 1e-5);
        Assert.AreEqual(Math.Sqrt(4 / 2.0 + 0.01), Of(1, 10, 5), 1e-5);
        scorer.Release();
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.3)]
    [DataRow(1.0)]
    public void A_row_that_breaks_what_holds_between_columns_is_further_away(double weight)
    {
        // Two equal columns of deviation 1, and one that never changes. Their axes are (1, 1) with variance 2 and (1, -1) with 0,
        // to each of which 0.03 + 3 / 4 is added; the prototypes' own lengths are 1 in both parts.
        var prototypes = tensor(new[] { 1f, 1, 5, -1, -1, 5, 1, 1, 5, -1, -1, 5 }, [4, 3]);
        var discriminator = new HeadedDiscriminator(nn.Linear(3, 1), 1, nn.Linear(1, 1));
        var scorer = new PrototypeScorer(discriminator, prototypes, 1, 0, weight, 0);
        using var scope = NewDisposeScope();
        double Of(params float[] row) => scorer.Score(tensor(row, [1, 3])).Anomaly.item<float>();
        Assert.AreEqual(Math.Sqrt(1 + 0.01), Of(2, 2, 5), 1e-5, "along");
        Assert.AreEqual(Math.Sqrt(1 - weight + weight * 2.78 / 0.78 + 0.01), Of(2, 0, 5), 1e-5, "across");
        Assert.AreEqual(Math.Sqrt((1 - weight) / 2 + weight * 2.78 / 1.78 / 2 + 0.01), Of(1, 1, 6), 1e-5, "the constant column");
        scorer.Release();
    }

    [TestMethod]
    public void A_detector_fills_scales_standardizes_and_averages()
    {
        using var networks = new TinyNetworks();
        // The column goes from 0 to 10 with median 5; 9 becomes 0.8, and a missing value 0.
        var rows = new Gan.Training.Data.Dataset(
            "column",
            [1],
            [0, 5, 10],
            null,
            new Gan.Onnx.Bundles.ValueRange { Minimum = 0, Maximum = 10 }
        );
        var model = new DetectorModel(
            [
                new FAnoGanScorer(networks.Generator, networks.Encoder, networks.Critic, 0),
                new GanomalyScorer(networks.Generator, networks.Encoder, networks.SecondEncoder),
            ],
            [(0.06, 0.5), (0.1, 2)],
            ColumnScaling.Fit(rows),
            [1]
        );
        // (0.8 - 0.4)² = 0.16 and |0.2 - 0.4| = 0.2: ((0.16 - 0.06) / 0.5 + (0.2 - 0.1) / 2) / 2.
        Assert.AreEqual(0.125, Score(model, 9), 1e-6);
        Assert.AreEqual(-0.085, Score(model, float.NaN), 1e-6);
    }

    /// <summary>Scores a row here and in its graph.</summary>
    private static double Score(AnomalyScorer scorer, float row = 4)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = tensor(new[] { row }, [1, 1]);
        var score = scorer.Score(x).Anomaly.item<float>();
        var model = NetworkExporter.WriteDiscriminator(
            scorer,
            [1],
            new Gan.Onnx.Bundles.ValueRange { Minimum = -1, Maximum = 1 }
        );
        Assert.AreEqual(score, Export.ExportFixture.Run(model, x)[0].item<float>(), 1e-5);
        Assert.AreEqual(-score, scorer.call(x).Score.item<float>(), 1e-6);
        return score;
    }
}
