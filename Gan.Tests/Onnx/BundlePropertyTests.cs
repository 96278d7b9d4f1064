using System.Text;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>What holds for every bundle, tried on many that are drawn at random.</summary>
[TestClass]
public sealed class BundlePropertyTests
{
    public static IEnumerable<object[]> Seeds => Enumerable.Range(0, 60).Select(seed => new object[] { seed });

    [TestMethod]
    [DynamicData(nameof(Seeds))]
    public void A_bundle_survives_folder_and_zip_byte_by_byte(int seed)
    {
        var bundle = Draw(new Random(seed));
        using var folder = new BundleFolder(bundle);
        using var zip = new MemoryStream();
        bundle.Write(zip);
        var text = Encoding.UTF8.GetString(ManifestText.Write(bundle.Manifest));
        foreach (var read in new[] { GanBundle.Load(folder.Folder), GanBundle.Load(folder.Zip()), GanBundle.Read(zip) })
        {
            Assert.AreEqual(text, Encoding.UTF8.GetString(ManifestText.Write(read.Manifest)));
            foreach (var file in bundle.Manifest.Files)
                CollectionAssert.AreEqual(bundle.GetModel(file.Name).ToArray(), read.GetModel(file.Name).ToArray());
            using var again = new MemoryStream();
            read.Write(again);
            CollectionAssert.AreEqual(zip.ToArray(), again.ToArray());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Seeds))]
    public void Rows_are_what_they_are_in_any_batch_of_any_size(int seed)
    {
        var random = new Random(seed);
        var bundle = Draw(random);
        var rows = random.Next(1, 40);
        var settings = new SessionSettings { BatchSize = random.Next(1, 20), Threads = 1 };
        var size = bundle.Manifest.Data.Shape.Aggregate(1, (product, n) => product * n);
        float[] samples = [.. Enumerable.Range(0, rows * size).Select(_ => random.NextSingle() * 16)];
        if (bundle.HasDiscriminator)
        {
            using var session = new DiscriminatorSession(bundle, settings);
            var scores = new float[rows];
            session.Score(samples, scores);
            for (var row = 0; row < rows; row++)
            {
                var expected = TinyBundle.ExpectedScore(samples.AsSpan(row * size, size));
                Assert.AreEqual(expected, scores[row], 1e-5f * Math.Max(1, expected));
            }
        }

        if (bundle.HasGenerator)
        {
            using var session = new GeneratorSession(bundle, settings);
            var first = random.Next(1_000_000);
            session.Generate((ulong)seed, first, rows, samples);
            var latent = new float[session.LatentSize];
            for (var row = 0; row < rows; row++)
            {
                LatentSampler.Fill(bundle.Manifest.Latent!.Distribution, (ulong)seed, first + row, latent);
                var expected = TinyBundle.ExpectedSample(latent, size);
                for (var i = 0; i < size; i++)
                    Assert.AreEqual(expected[i], samples[(row * size) + i], 1e-5f * Math.Max(1, expected[i]));
            }
        }

        if (bundle.HasTranslator)
        {
            using var session = new TranslatorSession(bundle, settings);
            float[] images = [.. Enumerable.Range(0, rows * session.ImageSize).Select(_ => random.NextSingle() * 255)];
            session.Translate(images, samples);
            for (var row = 0; row < rows; row++)
            {
                var expected = TinyBundle.ExpectedTranslation(images.AsSpan(row * session.ImageSize, session.ImageSize), size);
                for (var i = 0; i < size; i++)
                    Assert.AreEqual(expected[i], samples[(row * size) + i], 1e-5f * Math.Max(1, expected[i]));
            }
        }
    }

    private static GanBundle Draw(Random random)
    {
        var isImage = random.Next(3) > 0;
        int[] shape = isImage ? [random.Next(1, 4), random.Next(1, 7), random.Next(1, 7)] : [random.Next(1, 40)];
        var size = shape.Aggregate(1, (product, n) => product * n);
        var set = random.Next(1, isImage ? 16 : 8);
        var bundle = TinyBundle.Make(
            shape,
            latentSize: random.Next(1, Math.Min(size, 20) + 1),
            featureCount: random.Next(1, 9),
            generator: (set & 1) != 0,
            discriminator: (set & 2) != 0,
            distribution: (LatentDistribution)random.Next(2),
            encoder: (set & 4) != 0,
            translatorShape: (set & 8) != 0 ? [random.Next(1, 4), random.Next(1, 5), random.Next(1, 5)] : null
        );
        var manifest = bundle.Manifest with
        {
            Method = Text(random),
            Data = bundle.Manifest.Data with
            {
                Labels =
                    random.Next(2) == 0 ? null : [.. Enumerable.Range(0, random.Next(1, 5)).Select(i => $"{i}{Text(random)}")],
            },
            Metrics =
            [
                .. Enumerable
                    .Range(0, random.Next(4))
                    .Select(_ => new BundleMetric
                    {
                        Name = Text(random),
                        Value = random.NextDouble() * 1e6,
                        Protocol = Text(random),
                    }),
            ],
            Training = bundle.Manifest.Training with
            {
                Seed = (ulong)random.NextInt64(),
                Steps = random.NextInt64(long.MaxValue),
                DurationSeconds = random.NextDouble(),
            },
        };
        return GanBundle.Create(
            manifest,
            bundle.Manifest.Files.ToDictionary(f => f.Name, f => bundle.GetModel(f.Name).ToArray())
        );
    }

    /// <summary>Letters of several scripts, quotes, brackets and signs beyond the first plane.</summary>
    private static string Text(Random random)
    {
        string[] parts = ["a", "Z", "é", "я", "日", "\"", "\\", "<", "&", " ", "'", "\U0001F600", "0", "/"];
        return "x" + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
    }
}
