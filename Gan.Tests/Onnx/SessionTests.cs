using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class SessionTests
{
    // A row alone and in a batch may take different paths through the engine's kernels; this is what that may do to a float of
    // the tests' magnitudes (up to about 64, relative 1e-6).
    private const float RowTolerance = 1e-6f;

    private static readonly GanBundle Bundle = TinyBundle.Make();

    public static IEnumerable<object[]> Batches =>
        from rows in new[] { 0, 1, 2, 7, 8, 9, 16, 50 }
        from batchSize in new[] { 1, 8, 256 }
        select new object[] { rows, batchSize };

    [TestMethod]
    [DynamicData(nameof(Batches))]
    public void Generator_gives_the_values_computed_by_hand_for_any_number_of_rows(int rows, int batchSize)
    {
        using var session = new GeneratorSession(Bundle, TestDevice.Session with { BatchSize = batchSize, Threads = 1 });
        Assert.AreEqual(3, session.LatentSize);
        Assert.AreEqual(64, session.SampleSize);
        var latents = Values(rows * 3, scale: 2);
        var samples = new float[rows * 64];

        session.Generate(latents, samples);

        for (var row = 0; row < rows; row++)
            AssertNear(TinyBundle.ExpectedSample(latents.AsSpan(row * 3, 3), 64), samples.AsSpan(row * 64, 64), 1e-5f);
    }

    [TestMethod]
    [DynamicData(nameof(Batches))]
    public void Discriminator_gives_the_values_computed_by_hand_for_any_number_of_rows(int rows, int batchSize)
    {
        using var session = new DiscriminatorSession(Bundle, TestDevice.Session with { BatchSize = batchSize, Threads = 1 });
        Assert.AreEqual(64, session.SampleSize);
        Assert.AreEqual(5, session.FeatureCount);
        var samples = Values(rows * 64, scale: 16);
        var (scores, features) = (new float[rows], new float[rows * 5]);
        var (scoresAlone, featuresAlone) = (new float[rows], new float[rows * 5]);

        session.Run(samples, scores, features);
        session.Score(samples, scoresAlone);
        session.Featurize(samples, featuresAlone);

        for (var row = 0; row < rows; row++)
        {
            var sample = samples.AsSpan(row * 64, 64);
            Assert.AreEqual(TinyBundle.ExpectedScore(sample), scores[row], 1e-3f);
            AssertNear(TinyBundle.ExpectedFeatures(sample, 5), features.AsSpan(row * 5, 5), 1e-5f);
        }

        CollectionAssert.AreEqual(scores, scoresAlone);
        CollectionAssert.AreEqual(features, featuresAlone);
    }

    [TestMethod]
    public void A_row_scores_the_same_alone_and_in_any_batch()
    {
        var samples = Values(300 * 64, scale: 16);
        using var whole = new DiscriminatorSession(Bundle);
        var expected = new float[300];
        whole.Score(samples, expected);
        using var parts = new DiscriminatorSession(Bundle, TestDevice.Session with { BatchSize = 7 });
        var inParts = new float[300];
        parts.Score(samples, inParts);
        for (var row = 0; row < 300; row++)
        {
            var alone = new float[1];
            whole.Score(samples.AsSpan(row * 64, 64), alone);
            Assert.AreEqual(expected[row], alone[0], RowTolerance * expected[row]);
            Assert.AreEqual(expected[row], inParts[row], RowTolerance * expected[row]);
        }
    }

    [TestMethod]
    [DataRow(LatentDistribution.Normal)]
    [DataRow(LatentDistribution.Uniform)]
    public void A_sample_of_a_seed_and_a_row_does_not_depend_on_the_batch(LatentDistribution distribution)
    {
        var bundle = TinyBundle.Make(latentSize: 10, distribution: distribution);
        using var whole = new GeneratorSession(bundle);
        using var parts = new GeneratorSession(bundle, TestDevice.Session with { BatchSize = 7 });
        var expected = new float[40 * 64];
        whole.Generate(seed: 5, firstRow: 1000, count: 40, expected);
        var samples = new float[30 * 64];
        parts.Generate(seed: 5, firstRow: 1010, count: 30, samples);
        AssertNear(expected.AsSpan(10 * 64), samples, RowTolerance * 32);

        var latent = new float[10];
        for (var row = 0; row < 40; row++)
        {
            LatentSampler.Fill(distribution, 5, 1000 + row, latent);
            AssertNear(TinyBundle.ExpectedSample(latent, 64), expected.AsSpan(row * 64, 64), 1e-5f);
        }
    }

    [TestMethod]
    public void Four_threads_get_what_one_gets()
    {
        using var generator = new GeneratorSession(Bundle, TestDevice.Session with { BatchSize = 16, Threads = 1 });
        using var discriminator = new DiscriminatorSession(Bundle, TestDevice.Session with { BatchSize = 16, Threads = 1 });
        var failures = new List<Exception>();
        var threads = Enumerable
            .Range(0, 4)
            .Select(thread => new Thread(() =>
            {
                try
                {
                    for (var round = 0; round < 200; round++)
                        CheckOneRow(
                            generator,
                            discriminator,
                            firstRow: thread * 1_000_000L + round,
                            rows: 1 + (round + thread) % 40
                        );
                }
                catch (Exception e)
                {
                    lock (failures)
                        failures.Add(e);
                }
            }))
            .ToList();

        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Assert.IsEmpty(failures, failures.FirstOrDefault()?.ToString());
    }

    private static void CheckOneRow(GeneratorSession generator, DiscriminatorSession discriminator, long firstRow, int rows)
    {
        var (samples, scores, latent) = (new float[rows * 64], new float[rows], new float[3]);
        generator.Generate(seed: 9, firstRow, rows, samples);
        discriminator.Score(samples, scores);
        for (var row = 0; row < rows; row++)
        {
            LatentSampler.Fill(LatentDistribution.Normal, 9, firstRow + row, latent);
            var expected = TinyBundle.ExpectedSample(latent, 64);
            AssertNear(expected, samples.AsSpan(row * 64, 64), 1e-5f);
            Assert.AreEqual(TinyBundle.ExpectedScore(expected), scores[row], 1e-3f);
        }
    }

    [TestMethod]
    public void A_call_allocates_nothing_once_it_was_made_before()
    {
        using var generator = new GeneratorSession(Bundle, TestDevice.Session with { BatchSize = 16, Threads = 1 });
        using var discriminator = new DiscriminatorSession(Bundle, TestDevice.Session with { BatchSize = 16, Threads = 1 });
        var (latents, samples) = (Values(40 * 3, scale: 1), new float[40 * 64]);
        var (scores, features) = (new float[40], new float[40 * 5]);

        // Forty rows are two full batches and one of eight.
        void Call()
        {
            generator.Generate(latents, samples);
            generator.Generate(1, 0, 40, samples);
            discriminator.Run(samples, scores, features);
            discriminator.Score(samples, scores);
            discriminator.Featurize(samples, features);
            discriminator.Score(samples.AsSpan(0, 64), scores.AsSpan(0, 1));
        }

        for (var i = 0; i < 100; i++)
            Call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Call();

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Wrong_lengths_are_refused_with_the_sizes()
    {
        using var generator = new GeneratorSession(Bundle);
        using var discriminator = new DiscriminatorSession(Bundle);
        Refused(() => generator.Generate(new float[4], new float[64]), "latent has 3 values", "4 values");
        Refused(() => generator.Generate(new float[6], new float[127]), "2 rows of 64", "128", "127");
        Refused(() => generator.Generate(1, 0, 2, new float[129]), "2 rows of 64", "128", "129");
        Refused(() => discriminator.Score(new float[65], new float[1]), "sample has 64 values", "65 values");
        Refused(() => discriminator.Score(new float[128], new float[1]), "2 rows of 1", "'scores' has 1");
        Refused(() => discriminator.Featurize(new float[128], new float[9]), "2 rows of 5", "10 values", "'features' has 9");
        Refused(() => discriminator.Run(new float[64], new float[1], new float[6]), "1 rows of 5", "'features' has 6");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => generator.Generate(1, -1, 1, new float[64]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => generator.Generate(1, 0, -1, []));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => generator.Generate(1, long.MaxValue, 1, new float[64]));

        static void Refused(Action call, params string[] parts)
        {
            var message = Assert.ThrowsExactly<ArgumentException>(call).Message;
            foreach (var part in parts)
                StringAssert.Contains(message, part);
        }
    }

    [TestMethod]
    public void A_row_that_is_not_finite_spoils_itself_alone()
    {
        using var session = new DiscriminatorSession(Bundle);
        var samples = Values(3 * 64, scale: 16);
        samples[64 + 5] = float.NaN;
        var scores = new float[3];

        session.Score(samples, scores);

        Assert.IsTrue(float.IsFinite(scores[0]));
        Assert.IsTrue(float.IsNaN(scores[1]));
        Assert.IsTrue(float.IsFinite(scores[2]));
    }

    [TestMethod]
    public void A_bundle_without_the_model_is_refused_with_its_name()
    {
        var generator = Assert.ThrowsExactly<GanException>(() => new GeneratorSession(TinyBundle.Make(generator: false)));
        StringAssert.Contains(generator.Message, GanBundle.GeneratorFile);
        var discriminator = Assert.ThrowsExactly<GanException>(() =>
            new DiscriminatorSession(TinyBundle.Make(discriminator: false))
        );
        StringAssert.Contains(discriminator.Message, GanBundle.DiscriminatorFile);
    }

    [TestMethod]
    public void A_model_that_the_engine_refuses_is_a_sentence_with_its_name()
    {
        var graph = new OnnxGraphBuilder("no such operator");
        graph.AddNode("NoSuchOperator", [graph.AddInput("z", OnnxElementType.Float, -1, 2)], "x");
        graph.AddOutput("x", OnnxElementType.Float, -1, 4);
        var bundle = GanBundle.Create(
            TinyBundle.Manifest([4], latentSize: 2, featureCount: null),
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = graph.ToModel() }
        );

        var message = Assert.ThrowsExactly<GanException>(() => new GeneratorSession(bundle)).Message;

        StringAssert.Contains(message, GanBundle.GeneratorFile);
        StringAssert.Contains(message, "NoSuchOperator");
    }

    [TestMethod]
    public void A_model_that_computes_another_number_of_rows_than_it_declares_is_a_sentence_with_its_name()
    {
        // Only running it shows: twice the batch is as symbolic as the batch.
        var graph = new OnnxGraphBuilder("twice");
        var z = graph.AddInput("z", OnnxElementType.Float, -1, 4);
        graph.AddNode("Concat", [z, z], "x", OnnxAttribute.Of("axis", 0));
        graph.AddOutput("x", OnnxElementType.Float, -1, 4);
        var bundle = GanBundle.Create(
            TinyBundle.Manifest([4], latentSize: 4, featureCount: null),
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = graph.ToModel() }
        );
        using var session = new GeneratorSession(bundle);

        var message = Assert.ThrowsExactly<GanException>(() => session.Generate(new float[12], new float[12])).Message;

        StringAssert.Contains(message, "cannot run generator.onnx on 3 rows");
    }

    [TestMethod]
    public void Settings_have_documented_defaults_and_ranges()
    {
        Assert.AreEqual(
            new SessionSettings
            {
                Threads = 0,
                BatchSize = 256,
                GpuDeviceId = null,
                FallbackToCpu = true,
            },
            new SessionSettings()
        );
        foreach (
            var settings in new SessionSettings[]
            {
                new() { Threads = -1 },
                new() { Threads = 1025 },
                new() { BatchSize = 0 },
                new() { BatchSize = 65537 },
                new() { GpuDeviceId = -1 },
            }
        )
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GeneratorSession(Bundle, settings), settings.ToString());
        }
    }

    [TestMethod]
    public void Without_such_a_gpu_the_cpu_is_used_and_the_reason_told()
    {
        using var session = new DiscriminatorSession(Bundle, new SessionSettings { GpuDeviceId = 999 });
        var scores = new float[1];
        session.Score(new float[64], scores);

        Assert.AreEqual(64f, scores[0]);
        Assert.AreEqual("cpu", session.ExecutionProvider);
        Assert.IsFalse(string.IsNullOrWhiteSpace(session.FallbackReason));
        using var asked = new DiscriminatorSession(Bundle);
        Assert.AreEqual("cpu", asked.ExecutionProvider);
        Assert.IsNull(asked.FallbackReason);
    }

    [TestMethod]
    public void Without_such_a_gpu_and_without_fallback_the_session_is_refused()
    {
        var message = Assert
            .ThrowsExactly<GanException>(() =>
                new GeneratorSession(Bundle, new SessionSettings { GpuDeviceId = 999, FallbackToCpu = false })
            )
            .Message;
        StringAssert.Contains(message, "GPU 999");
    }

    private static float[] Values(int count, float scale)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * scale)];
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance, $"value {i}");
    }
}
