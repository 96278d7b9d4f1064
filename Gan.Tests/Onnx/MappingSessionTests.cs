using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>Encoder and translator sessions against values computed by hand.</summary>
[TestClass]
public sealed class MappingSessionTests
{
    private static readonly GanBundle Bundle = TinyBundle.Make(encoder: true, translatorShape: [3, 4, 4]);

    public static IEnumerable<object[]> Batches =>
        from rows in new[] { 0, 1, 2, 9, 50 }
        from batchSize in new[] { 1, 8, 256 }
        select new object[] { rows, batchSize };

    [TestMethod]
    [DynamicData(nameof(Batches))]
    public void Encoder_gives_the_latents_that_samples_were_generated_from(int rows, int batchSize)
    {
        var settings = TestDevice.Session with { BatchSize = batchSize, Threads = 1 };
        using var generator = new GeneratorSession(Bundle, settings);
        using var encoder = new EncoderSession(Bundle, settings);
        Assert.AreEqual((64, 3), (encoder.SampleSize, encoder.CodeSize));
        var (latents, samples, codes) = (new float[rows * 3], new float[rows * 64], new float[rows * 3]);
        for (var row = 0; row < rows; row++)
            LatentSampler.Fill(LatentDistribution.Normal, 4, row, latents.AsSpan(row * 3, 3));

        generator.Generate(latents, samples);
        encoder.Encode(samples, codes);

        AssertNear(latents, codes, 2e-5f);
    }

    [TestMethod]
    [DynamicData(nameof(Batches))]
    public void Translator_gives_the_values_computed_by_hand(int rows, int batchSize)
    {
        using var session = new TranslatorSession(Bundle, TestDevice.Session with { BatchSize = batchSize, Threads = 1 });
        Assert.AreEqual((48, 64), (session.ImageSize, session.SampleSize));
        var (images, samples) = (Values(rows * 48), new float[rows * 64]);

        session.Translate(images, samples);

        for (var row = 0; row < rows; row++)
            AssertNear(TinyBundle.ExpectedTranslation(images.AsSpan(row * 48, 48), 64), samples.AsSpan(row * 64, 64), 1e-5f);
    }

    [TestMethod]
    public void A_row_is_the_same_alone_and_in_a_batch()
    {
        using var session = new TranslatorSession(Bundle);
        float[] images = Values(20 * 48),
            whole = new float[20 * 64],
            alone = new float[64];
        session.Translate(images, whole);
        for (var row = 0; row < 20; row++)
        {
            session.Translate(images.AsSpan(row * 48, 48), alone);
            AssertNear(whole.AsSpan(row * 64, 64), alone, 1e-4f);
        }
    }

    [TestMethod]
    public void A_call_allocates_nothing_once_it_was_made_before()
    {
        var settings = TestDevice.Session with { BatchSize = 16, Threads = 1 };
        using var encoder = new EncoderSession(Bundle, settings);
        using var translator = new TranslatorSession(Bundle, settings);
        float[] images = Values(40 * 48),
            samples = new float[40 * 64],
            codes = new float[40 * 3];
        void Call()
        {
            translator.Translate(images, samples);
            encoder.Encode(samples, codes);
        }

        for (var i = 0; i < 100; i++)
            Call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Call();
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Four_threads_get_what_one_gets()
    {
        using var translator = new TranslatorSession(Bundle, TestDevice.Session with { BatchSize = 8, Threads = 1 });
        Parallel.For(
            0,
            200,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            round =>
            {
                var rows = 1 + round % 20;
                float[] images = Values(rows * 48, round),
                    samples = new float[rows * 64];
                translator.Translate(images, samples);
                for (var row = 0; row < rows; row++)
                    AssertNear(
                        TinyBundle.ExpectedTranslation(images.AsSpan(row * 48, 48), 64),
                        samples.AsSpan(row * 64, 64),
                        1e-4f
                    );
            }
        );
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        using var encoder = new EncoderSession(Bundle);
        using var translator = new TranslatorSession(Bundle);
        Refused<ArgumentException>(() => encoder.Encode(new float[65], new float[3]), "sample has 64 values");
        Refused<ArgumentException>(() => encoder.Encode(new float[64], new float[4]), "'codes' has 4");
        Refused<ArgumentException>(() => translator.Translate(new float[47], new float[64]), "image has 48 values");
        Refused<ArgumentException>(() => translator.Translate(new float[48], new float[65]), "'samples' has 65");
        Refused<GanException>(() => new EncoderSession(TinyBundle.Make()).Dispose(), "The bundle has no encoder.onnx");
        Refused<GanException>(() => new TranslatorSession(TinyBundle.Make()).Dispose(), "The bundle has no translator.onnx");
        translator.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => translator.Translate(new float[48], new float[64]));
    }

    private static void Refused<TException>(Action act, string part)
        where TException : Exception => StringAssert.Contains(Assert.ThrowsExactly<TException>(act).Message, part);

    private static float[] Values(int count, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 255)];
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance, $"value {i}");
    }
}
