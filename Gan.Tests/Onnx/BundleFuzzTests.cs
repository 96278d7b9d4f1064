using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Training;

namespace Gan.Tests.Onnx;

/// <summary>A bundle that was changed at random, as a zip or a folder, is refused with a sentence or is what it says; nothing
/// else happens.</summary>
[TestClass]
public sealed class BundleFuzzTests
{
    private const int Rounds = 4_002;

    private static readonly SessionSettings OneThread = new() { Threads = 1 };

    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e999",
        "-1e400",
        "2147483647",
        "9223372036854775808",
        "0.1",
        "\"\"",
        "\"x\"",
        "\"\\u0000\"",
        "\"HALF\"",
        "\"NaN\"",
        "[]",
        "{}",
        "[null]",
        "[[[[[[[[[[]]]]]]]]]]",
        "{\"a\":{\"b\":{}}}",
        "[1,2,3]",
        "\"2026-01-01\"",
    ];

    [TestMethod]
    public void Mutated_bundles_are_refused_with_a_sentence_or_right()
    {
        var random = new Random(20260102);
        var original = TinyBundle.Make(
            [3, 2, 2],
            latentSize: 2,
            featureCount: 2,
            encoder: true,
            translatorShape: [1, 2, 3],
            directions: 2
        );
        var files = new Dictionary<string, byte[]> { [GanBundle.ManifestFile] = ManifestText.Write(original.Manifest) };
        foreach (var file in original.Manifest.Files)
            files.Add(file.Name, original.GetModel(file.Name).ToArray());
        var outcomes = new Dictionary<string, int>
        {
            ["refused"] = 0,
            ["loaded"] = 0,
            ["folders loaded"] = 0,
        };
        using var root = new TestFolder();

        for (var round = 0; round < Rounds; round++)
        {
            var mutated = Mutate(files, random, round, out var zip);
            Try(() => GanBundle.Read(new MemoryStream(zip)), "loaded");
            if (round % 8 == 0)
            {
                using var folder = new MutatedFolder(root[$"{round}"], mutated, random);
                Try(() => GanBundle.Load(folder.Path), "folders loaded");
            }

            void Try(Func<GanBundle> load, string outcome)
            {
                try
                {
                    CheckRight(load(), original);
                    outcomes[outcome]++;
                }
                catch (GanException e)
                {
                    Assert.IsFalse(e.Message.Any(char.IsControl), e.Message);
                    outcomes["refused"]++;
                }
                catch (Exception e) when (e is not UnitTestAssertException)
                {
                    Assert.Fail($"Round {round}: {e}");
                }
            }
        }

        Assert.IsGreaterThan(Rounds / 2, outcomes["refused"]);
        Assert.IsGreaterThan(
            Rounds / 100,
            outcomes["loaded"],
            "some changes are harmless: had none got through, nothing behind the zip was tried"
        );
        Assert.IsGreaterThan(Rounds / 800, outcomes["folders loaded"]);
    }

    /// <summary>What was loaded is what its manifest says, and runs or is refused by the engine with a sentence.</summary>
    private static void CheckRight(GanBundle bundle, GanBundle original)
    {
        var changed = new HashSet<string>();
        foreach (var file in bundle.Manifest.Files)
        {
            var content = bundle.GetModel(file.Name);
            Assert.AreEqual(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(content.Span)));
            Assert.AreEqual(file.Bytes, content.Length);
            if (!content.Span.SequenceEqual(original.GetModel(file.Name).Span))
                changed.Add(file.Name);
        }

        var values = bundle.Manifest.Data.Shape.Aggregate(1, (size, n) => size * n);
        try
        {
            if (changed.Contains(GanBundle.GeneratorFile))
            {
                using var generator = new GeneratorSession(bundle, OneThread);
                generator.Generate(1, 0, 2, new float[2 * generator.SampleSize]);
            }

            if (changed.Contains(GanBundle.DiscriminatorFile))
            {
                using var discriminator = new DiscriminatorSession(bundle, OneThread);
                discriminator.Run(new float[2 * values], new float[2], new float[2 * discriminator.FeatureCount]);
            }

            if (changed.Contains(GanBundle.EncoderFile))
            {
                using var encoder = new EncoderSession(bundle, OneThread);
                encoder.Encode(new float[2 * values], new float[2 * encoder.CodeSize]);
            }

            if (changed.Contains(GanBundle.DirectionsFile))
            {
                using var directions = new DirectionsSession(bundle, OneThread);
                directions.Move(
                    new float[2 * directions.LatentSize],
                    new float[2 * directions.Count],
                    new float[2 * directions.LatentSize]
                );
            }

            if (changed.Contains(GanBundle.TranslatorFile))
            {
                using var translator = new TranslatorSession(bundle, OneThread);
                translator.Translate(new float[2 * translator.ImageSize], new float[2 * translator.SampleSize]);
            }
        }
        catch (GanException e)
        {
            StringAssert.Contains(e.Message, ".onnx");
        }
    }

    private static Dictionary<string, byte[]> Mutate(Dictionary<string, byte[]> files, Random random, int round, out byte[] zip)
    {
        files = new Dictionary<string, byte[]>(files);
        var model = GanBundle.ModelFiles[random.Next(GanBundle.ModelFiles.Count)];
        switch (round % 6)
        {
            case 0: // the zip itself
                zip = Damage(Zip(files, random), random);
                return files;
            case 1: // a member of the manifest
                files[GanBundle.ManifestFile] = Edit(files[GanBundle.ManifestFile], random);
                break;
            case 2: // the manifest's text
                files[GanBundle.ManifestFile] = Damage(files[GanBundle.ManifestFile], random);
                break;
            case 3: // a model's bytes, whose hash is then made right
                ReplaceSigned(files, model, Damage(files[model], random));
                break;
            case 4: // a model's meaning, whose hash is then made right
                ReplaceSigned(files, model, ModelMutation.Of(files[model], random));
                break;
            default: // which files there are
                if (random.Next(2) == 0)
                    files.Remove(model);
                else
                    files[
                        random.Next(3) switch
                        {
                            0 => "more",
                            1 => "README.md",
                            _ => "a/../gan.json",
                        }
                    ] = [1, 2, 3];
                break;
        }

        zip = Zip(files, random);
        return files;
    }

    private static void ReplaceSigned(Dictionary<string, byte[]> files, string model, byte[] content)
    {
        files[model] = content;
        var manifest = JsonNode.Parse(files[GanBundle.ManifestFile])!.AsObject();
        BundleFolder.Sign(manifest, model, content);
        files[GanBundle.ManifestFile] = System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString());
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var result = new List<byte>(bytes);
        for (var count = 1 + random.Next(4); count > 0 && result.Count > 0; count--)
        {
            var at = random.Next(result.Count);
            switch (random.Next(5))
            {
                case 0:
                    result[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    result[at] = (byte)random.Next(256);
                    break;
                case 2:
                    result.RemoveRange(at, Math.Min(random.Next(1, 20), result.Count - at));
                    break;
                case 3:
                    result.InsertRange(at, result.GetRange(at, Math.Min(random.Next(1, 20), result.Count - at)));
                    break;
                default:
                    if (random.Next(4) == 0)
                        result.RemoveRange(at, result.Count - at);
                    else
                        result[at] = byte.MaxValue;
                    break;
            }
        }

        return [.. result];
    }

    private static byte[] Edit(byte[] manifest, Random random)
    {
        JsonNode root = JsonNode.Parse(manifest)!,
            node = root;
        while (true)
        {
            var value = random.Next(3) > 0 ? JsonNode.Parse(Values[random.Next(Values.Length)]) : null;
            if (node is JsonObject { Count: > 0 } members)
            {
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (members[name] is JsonObject or JsonArray && random.Next(5) > 0)
                    node = members[name]!;
                else if (random.Next(4) == 0)
                    members.Remove(name);
                else if (random.Next(6) == 0)
                    members["more"] = value;
                else
                    members[name] = value;
                if (node != members)
                    continue;
            }
            else if (node is JsonArray { Count: > 0 } items)
            {
                var index = random.Next(items.Count);
                if (items[index] is JsonObject or JsonArray && random.Next(5) > 0)
                    node = items[index]!;
                else if (random.Next(3) == 0)
                    items.RemoveAt(index);
                else
                    items[index] = value;
                if (node != items)
                    continue;
            }

            return System.Text.Encoding.UTF8.GetBytes(root.ToJsonString().Replace("HALF", "\\ud800", StringComparison.Ordinal));
        }
    }

    private static byte[] Zip(Dictionary<string, byte[]> files, Random random)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var level = random.Next(2) == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression;
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
