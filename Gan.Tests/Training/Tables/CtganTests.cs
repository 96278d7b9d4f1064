using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Training.Parts;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Tables;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Tables;

[TestClass]
public sealed class CtganTests
{
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = 1 };
    private static readonly CtganRecipe Small = new()
    {
        BatchSize = 20,
        Packing = 5,
        GeneratorHidden = [32, 32],
        DiscriminatorHidden = [32, 32],
        LatentSize = 16,
    };
    private static readonly Table Customers = SampleTables.Customers(600);
    private static readonly Dataset Encoded = TableEncoding.Fit(Customers).ToDataset(Customers);

    [TestMethod]
    public void Noise_on_what_the_critic_sees_leaves_the_conditions_loss_a_number()
    {
        using var trainer = new GanTrainer(Small with { InstanceNoise = 0.5 }, Encoded, Cpu);
        trainer.TrainUntil(3, report => Assert.IsTrue(report.IsFinite, report.ToString()));
    }

    [TestMethod]
    public void The_conditions_loss_is_the_cross_entropy_of_what_was_asked_for()
    {
        using var games = TinyGame.LinearCritic(0, 0, 0, 0, 0, 0);
        // Two rows of a block of two and a scalar.
        var fake = tensor(new[] { 0.25f, 0.75f, 0.5f, 0.5f, 0.5f, 0.1f }, [2, 3]);
        var pass = games.Pass(zeros(2, 6), zeros(2, 6)) with
        {
            Fake = fake,
            Real = new TrainingBatch(zeros(2, 3), null) { Conditions = tensor(new float[] { 0, 1, 1, 0 }, [2, 2]) },
        };
        var loss = new ConditionLoss { Weight = 2 }
            .GeneratorTerm(pass)!
            .item<float>();
        Assert.AreEqual(2 * (-Math.Log(0.75) - Math.Log(0.5)) / 2, loss, 1e-6);
        Assert.IsNull(new ConditionLoss().GeneratorTerm(pass with { Real = new TrainingBatch(zeros(2, 3), null) }));
        // Two columns asked for at once, of one row each: their sum.
        var both = pass with
        {
            Real = pass.Real with { Conditions = tensor(new float[] { 1, 1, 1, 1 }, [2, 2]) },
        };
        Assert.AreEqual(
            -(Math.Log(0.25 * 0.75) + Math.Log(0.25)) / 2,
            new ConditionLoss().GeneratorTerm(both)!.item<float>(),
            1e-6
        );
    }

    [TestMethod]
    public void Categories_are_drawn_as_their_logits_say()
    {
        // Without weights the logits are the last layer's bias: of city 0, ln 2 and ln 5.
        var encoding = Encoded.Table!.Encoding;
        using var weights = new Generator(1, CPU);
        using var generator = TableNetworks.CreateGenerator(
            new NetworkContext([encoding.Width], 0, weights, new NoiseSource(weights)) { Table = encoding },
            4,
            [8],
            0.2
        );
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var parameter in generator.parameters())
            parameter.zero_();
        generator.parameters().Last().narrow(0, 0, 3).copy_(tensor(new[] { 0, MathF.Log(2), MathF.Log(5) }));
        generator.eval();
        const int Rows = 40_000;
        var z = randn([Rows, generator.LatentSize], generator: weights);
        var rows = generator.call(new GeneratorInput(z, Code: zeros(Rows, encoding.ConditionWidth)));
        var decoded = encoding.Decode(rows.contiguous().data<float>().ToArray());
        foreach (var (city, share) in new[] { (0, 1 / 8.0), (1, 2 / 8.0), (2, 5 / 8.0) })
            Assert.AreEqual(
                share,
                Enumerable.Range(0, Rows).Count(i => decoded[i * encoding.Columns.Count] == city) / (double)Rows,
                0.01
            );
    }

    [TestMethod]
    public void It_resumes_bit_for_bit()
    {
        using var folder = new TestFolder();
        using var whole = new GanTrainer(Small, Encoded, Cpu);
        whole.TrainUntil(6);
        using (var first = new GanTrainer(Small, Encoded, Cpu))
        {
            first.TrainUntil(3);
            first.SaveCheckpoint(folder["checkpoint.zip"]);
        }

        using var second = new GanTrainer(Small, Encoded, Cpu);
        second.LoadCheckpoint(folder["checkpoint.zip"]);
        second.TrainUntil(6);
        CollectionAssert.AreEqual(Values(whole.Generator), Values(second.Generator));
        CollectionAssert.AreEqual(Values(whole.Discriminator), Values(second.Discriminator));
    }

    [TestMethod]
    public void Batches_go_on_from_where_they_stood()
    {
        var sampler = new ConditionSampler(Encoded.Table!, 0.5);
        using var batches = new ConditionedBatches(Encoded, sampler, 100, 1, CPU);
        for (var i = 0; i < 8; i++)
            batches.Next();
        Assert.AreEqual(new BatchPosition(1, 200), batches.Position);
        using var again = new ConditionedBatches(Encoded, sampler, 100, 1, CPU);
        again.Seek(batches.Position);
        CollectionAssert.AreEqual(batches.Next().Samples.data<float>().ToArray(), again.Next().Samples.data<float>().ToArray());
    }

    [TestMethod]
    public void Its_weights_may_be_stored_with_16_bits()
    {
        // Large weights, whose rounding is larger too. What it decides, a category between two that all but tie, is no
        // difference.
        const double large = 3;
        foreach (var seed in Enumerable.Range(1, 10))
        {
            using var trainer = new GanTrainer(Small, Encoded, Cpu with { Seed = seed });
            using (no_grad())
            {
                foreach (var weights in trainer.GeneratorResult.parameters())
                    weights.mul_(large);
            }

            var (half, differences) = BundleExporter.Export(
                trainer,
                (DateTime.UtcNow, TimeSpan.Zero),
                halfPrecisionWeights: true
            );
            Assert.IsTrue(differences.Single().IsWithin(BundleExporter.HalfPrecisionTolerance), $"{differences[0]}");
            if (seed > 1)
                continue;
            var full = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero)).Bundle;
            Assert.IsTrue(half.Manifest.Files[0].Bytes < 0.75 * full.Manifest.Files[0].Bytes);
        }
    }

    [TestMethod]
    public void After_a_short_training_rows_heed_constraints_and_any_conditions_and_follow_the_table()
    {
        // Rows judged one by one are learned in fewer steps than packs.
        var recipe = Small with
        {
            GeneratorLearningRate = 1e-3,
            DiscriminatorLearningRate = 1e-3,
            Dropout = 0,
            Packing = 1,
            BatchSize = 100,
        };
        using var trainer = new GanTrainer(recipe, Encoded, Cpu);
        trainer.TrainUntil(700);
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        Assert.IsTrue(differences.Single().IsWithin(BundleExporter.Tolerance), $"{differences[0]}");
        Assert.IsFalse(bundle.HasDiscriminator);
        using var session = new TableSession(bundle);
        var rows = Generate(session, 500, []);
        var training = Enumerable
            .Range(0, Customers.RowCount)
            .Select(r => RowFingerprint.Of(Array.ConvertAll(Customers.Row(r), v => (float)v)))
            .ToHashSet();
        var encoding = Encoded.Table!.Encoding;
        foreach (var row in rows)
        {
            foreach (var column in encoding.Columns.Where(c => c.Modes is not null && !float.IsNaN(row[c.Column])))
            {
                Assert.IsTrue(row[column.Column] >= column.Minimum && row[column.Column] <= column.Maximum);
                Assert.AreEqual(column.Round(row[column.Column]), row[column.Column]);
            }

            Assert.AreEqual(0, row[5]);
            Assert.IsFalse(training.Contains(RowFingerprint.Of(row)), "no row is a copy");
        }

        // Conditions hold in every row, several at once, a missing value among them.
        var asked = Generate(session, 200, new() { ["city"] = "Rome", ["member"] = "" });
        Assert.IsTrue(asked.All(r => r[0] == 2 && float.IsNaN(r[1])));
        // What the columns that were not asked for do follows from the condition: income is near 20 in Rome, near 60 elsewhere.
        Assert.IsTrue(asked.Average(r => r[2]) < 35, $"{asked.Average(r => r[2])}");
        var bern = Generate(session, 200, new() { ["city"] = "Bern" });
        Assert.IsTrue(bern.All(r => r[0] == 0) && bern.Average(r => r[2]) > 45, $"{bern.Average(r => r[2])}");
    }

    [TestMethod]
    public void A_row_from_the_bundle_is_the_networks_decoded()
    {
        using var trainer = new GanTrainer(Small, Encoded, Cpu);
        trainer.TrainUntil(20);
        var bundle = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero)).Bundle;
        using var session = new GeneratorSession(bundle);
        var encoding = Encoded.Table!.Encoding;
        var (latents, codes) = (new float[50 * session.LatentSize], new float[50 * session.CodeWidth]);
        for (var i = 0; i < 50; i++)
        {
            LatentSampler.Fill(LatentDistribution.Normal, 5, i, latents.AsSpan(i * session.LatentSize, session.LatentSize));
            codes[i * session.CodeWidth + i % 3] = 1;
        }

        var x = new float[50 * session.SampleSize];
        session.Generate(latents, [], codes, x);
        var expected = encoding.Decode(trainer.Sample(latents, codes: codes), codes);
        for (var i = 0; i < x.Length; i++)
        {
            if (float.IsNaN(expected[i]))
                Assert.IsTrue(float.IsNaN(x[i]), $"value {i}");
            else
                Assert.AreEqual(expected[i], x[i], 0.1f + 1e-3f * MathF.Abs(expected[i]), $"value {i}");
        }

        // Networks that moved on are told from their old export.
        trainer.TrainUntil(40);
        Assert.IsFalse(BundleExporter.Compare(trainer, bundle).Single().IsWithin(BundleExporter.Tolerance));
    }

    [TestMethod]
    public void A_table_of_numbers_alone_has_no_conditions_and_trains_as_well()
    {
        var numbers = new Table("numbers", [Customers.Columns[2], Customers.Columns[3]]);
        using var trainer = new GanTrainer(Small, TableEncoding.Fit(numbers).ToDataset(numbers), Cpu);
        trainer.TrainUntil(3);
        var bundle = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero)).Bundle;
        using var session = new TableSession(bundle);
        Assert.AreEqual(10, Generate(session, 10, []).Count);
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() => session.Conditions(new Dictionary<string, string> { ["age"] = "30" }))
                .Message,
            "Column 'age' holds numbers"
        );
    }

    [TestMethod]
    public void Fewer_rows_than_a_batch_are_refused()
    {
        var few = SampleTables.Customers(60);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new GanTrainer(Small, TableEncoding.Fit(few).ToDataset(few), Cpu)).Message,
            "has 60 rows, fewer than one batch of 100"
        );
    }

    [TestMethod]
    public void Fingerprints_are_kept_only_if_wanted()
    {
        using var trainer = new GanTrainer(Small, Encoded, Cpu with { KeepFingerprints = false });
        trainer.TrainUntil(2);
        var bundle = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero)).Bundle;
        Assert.IsNull(bundle.Manifest.Table!.Fingerprints);
        using var session = new TableSession(bundle);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => session.Generate(1, [0], [], false, new float[6])).Message,
            "keeps no fingerprints"
        );
    }

    [TestMethod]
    public void A_table_of_more_rows_than_have_room_for_fingerprints_is_refused_before_the_first_step()
    {
        var full = Sides(150_000);
        TableGeneratorPart.Check(full, keepFingerprints: true);
        var table = Sides(150_001);
        TableGeneratorPart.Check(table, keepFingerprints: false);
        var data = TableEncoding.Fit(table).ToDataset(table);
        Assert.AreEqual(
            "The table 'sides' has 150001 rows, and a bundle has room for the fingerprints of 150000. Keep none "
                + "(--no-fingerprints on the command line, KeepFingerprints = false in code; generated rows may then equal "
                + "training rows), or train on fewer rows.",
            Assert.ThrowsExactly<GanException>(() => new GanTrainer(Small, data, Cpu)).Message
        );
        using var trainer = new GanTrainer(Small, data, Cpu with { KeepFingerprints = false });
        Assert.AreEqual(0, trainer.Step);

        static Table Sides(int rows) =>
            new(
                "sides",
                [
                    new TableColumn
                    {
                        Name = "side",
                        Type = TableColumnType.Text,
                        Categories = ["left", "right"],
                        Values = [.. Enumerable.Range(0, rows).Select(i => i % 2f)],
                    },
                ]
            );
    }

    private static List<float[]> Generate(TableSession session, int count, Dictionary<string, string> conditions)
    {
        var values = new float[count * session.Columns.Count];
        int[] places = session.Conditions(conditions);
        session.Generate(
            3,
            [.. Enumerable.Range(0, count).Select(i => (long)i)],
            [.. Enumerable.Range(0, count).SelectMany(_ => places)],
            false,
            values
        );
        return [.. values.Chunk(session.Columns.Count)];
    }

    private static float[] Values(Module network) => [.. network.parameters().SelectMany(p => p.cpu().data<float>().ToArray())];
}
