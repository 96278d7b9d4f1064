using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>The way from one seed to another, and truncation, through a generator whose answers are known.</summary>
[TestClass]
public sealed class InterpolationTests
{
    private const int Latent = 3;

    public static IEnumerable<object[]> Ways =>
        from path in Enum.GetValues<LatentPath>()
        from batchSize in new[] { 1, 2, 256 }
        select new object[] { path, batchSize };

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void Samples_lie_evenly_on_the_way_between_two_seeds(LatentPath path, int batchSize)
    {
        using var session = new GeneratorSession(TinyBundle.Make(), TestDevice.Session with { BatchSize = batchSize });
        float[] samples = new float[5 * 64],
            first = new float[64],
            last = new float[64];
        session.Interpolate(11, 12, path, 5, samples);

        session.Generate(11, 0, 1, first);
        session.Generate(12, 0, 1, last);
        AssertNear(first, samples.AsSpan(0, 64));
        AssertNear(last, samples.AsSpan(4 * 64));
        float[] from = new float[Latent],
            to = new float[Latent],
            between = new float[Latent];
        LatentSampler.Fill(LatentDistribution.Normal, 11, 0, from);
        LatentSampler.Fill(LatentDistribution.Normal, 12, 0, to);
        for (var i = 0; i < 5; i++)
        {
            if (path is LatentPath.Linear)
                LatentSampler.Linear(from, to, i / 4f, between);
            else
                LatentSampler.Spherical(from, to, i / 4f, between);
            AssertNear(TinyBundle.ExpectedSample(between, 64), samples.AsSpan(i * 64, 64));
        }
    }

    [TestMethod]
    public void Classes_stay_and_codes_go_straight()
    {
        // x = z + 10 label + the code's first value; the first two of the code are one-hot.
        using var session = new GeneratorSession(ConditionalBundleTests.Make());
        float[] from = new float[2],
            to = new float[2],
            fromCode = new float[3],
            toCode = new float[3],
            samples = new float[3 * 2];
        var (a, b) = SeedsOfDifferentCategories();
        LatentSampler.Fill(LatentDistribution.Normal, a, 0, from);
        LatentSampler.Fill(LatentDistribution.Normal, b, 0, to);
        session.Interpolate(a, b, LatentPath.Linear, 3, samples, label: 1);
        Assert.AreEqual((from[0] + to[0]) / 2 + 10 + 0.5f, samples[2], 1e-5f);
        Assert.ThrowsExactly<ArgumentException>(() => session.Interpolate(a, b, LatentPath.Linear, 3, samples, label: 2));

        (ulong, ulong) SeedsOfDifferentCategories()
        {
            var layout = new BundleCode { Categorical = [2], Continuous = 1 };
            CodeSampler.Fill(layout, 1, 0, fromCode);
            for (var seed = 2ul; ; seed++)
            {
                CodeSampler.Fill(layout, seed, 0, toCode);
                if (toCode[0] != fromCode[0])
                    return (1, seed);
            }
        }
    }

    [TestMethod]
    public void One_sample_is_the_first_seeds_and_none_is_nothing()
    {
        using var session = new GeneratorSession(TinyBundle.Make());
        float[] one = new float[64],
            first = new float[64];
        session.Interpolate(11, 12, LatentPath.Spherical, 1, one);
        session.Generate(11, 0, 1, first);
        AssertNear(first, one);
        session.Interpolate(11, 12, LatentPath.Spherical, 0, []);
        Assert.ThrowsExactly<ArgumentException>(() => session.Interpolate(11, 12, LatentPath.Linear, 2, one));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.Interpolate(11, 12, LatentPath.Linear, -1, one));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.Interpolate(11, 12, (LatentPath)7, 1, one));
        Assert.ThrowsExactly<ArgumentException>(() => session.Interpolate(11, 12, LatentPath.Linear, 1, one, label: 1));
    }

    [TestMethod]
    public void Truncated_latents_reach_the_generator()
    {
        using var session = new GeneratorSession(TinyBundle.Make());
        var (samples, latent) = (new float[50 * 64], new float[Latent]);
        session.Generate(3, 0, 50, truncation: 0.5f, samples);
        for (var row = 0; row < 50; row++)
        {
            LatentSampler.Fill(LatentDistribution.Normal, 3, row, 0.5f, latent);
            AssertNear(TinyBundle.ExpectedSample(latent, 64), samples.AsSpan(row * 64, 64));
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.Generate(3, 0, 50, truncation: 0.01f, samples));
    }

    [TestMethod]
    public void Calls_allocate_nothing_once_they_were_made()
    {
        using var session = new GeneratorSession(TinyBundle.Make(), TestDevice.Session with { BatchSize = 16, Threads = 1 });
        var samples = new float[40 * 64];
        void Call()
        {
            session.Interpolate(1, 2, LatentPath.Spherical, 40, samples);
            session.Generate(1, 0, 40, 0.5f, samples);
        }

        for (var i = 0; i < 50; i++)
            Call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            Call();
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5f, $"value {i}");
    }
}
