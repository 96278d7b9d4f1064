using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Tests.Onnx;

/// <summary>A bundle that was changed at random is refused with a sentence or loaded; nothing else happens, and soon.</summary>
[TestClass]
public sealed class BundleFuzzTests
{
    private const int Rounds = 4_000;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "-1e400", "2147483647", "9223372036854775808", "0.1", "\"\"", "\"x\"", "\"\\u0000\"",
        "\"HALF\"", "\"NaN\"", "[]", "{}", "[null]", "[[[[[[[[[[]]]]]]]]]]", "{\"a\":{\"b\":{}}}", "[1,2,3]", "\"2026-01-01\"",
    ];

    [TestMethod]
    public void Mutated_bundles_are_refused_with_a_sentence_or_loaded()
    {
        var random = new Random(20260102);
        var original = TinyBundle.Make([3, 2, 2], latentSize: 2, featureCount: 2);
        var files = new Dictionary<string, byte[]> { [GanBundle.ManifestFile] = ManifestText.Write(original.Manifest) };
        foreach (var file in original.Manifest.Files)
            files.Add(file.Name, original.GetModel(file.Name).ToArray());
        var (refused, loaded) = (0, 0);
        var clock = Stopwatch.StartNew();

        for (var round = 0; round < Rounds; round++)
        {
            var zip = Mutate(files, random, round);
            try
            {
                using var stream = new MemoryStream(zip);
                GanBundle.Read(stream);
                loaded++;
            }
            catch (GanException e)
            {
                Assert.IsFalse(e.Message.Any(char.IsControl), e.Message);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Round {round}: {e}");
            }
        }

        Assert.IsGreaterThan(Rounds / 2, refused);
        Assert.IsGreaterThan(
            Rounds / 100, loaded, "some changes are harmless: had none got through, nothing behind the zip was tried");
        Assert.IsLessThan(30, clock.Elapsed.TotalSeconds);
    }

    private static byte[] Mutate(Dictionary<string, byte[]> files, Random random, int round)
    {
        files = new Dictionary<string, byte[]>(files);
        var model = random.Next(2) == 0 ? GanBundle.GeneratorFile : GanBundle.DiscriminatorFile;
        switch (round % 5)
        {
            case 0: // the zip itself
                return Damage(Zip(files, random), random);
            case 1: // a member of the manifest
                files[GanBundle.ManifestFile] = Edit(files[GanBundle.ManifestFile], random);
                break;
            case 2: // the manifest's text
                files[GanBundle.ManifestFile] = Damage(files[GanBundle.ManifestFile], random);
                break;
            case 3: // a model whose hash is then made right
                files[model] = Damage(files[model], random);
                var manifest = JsonNode.Parse(files[GanBundle.ManifestFile])!.AsObject();
                BundleFolder.Sign(manifest, model, files[model]);
                files[GanBundle.ManifestFile] = System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString());
                break;
            default: // which files there are
                if (random.Next(2) == 0)
                    files.Remove(model);
                else
                    files[random.Next(3) switch { 0 => "more", 1 => "README.md", _ => "a/../gan.json" }] = [1, 2, 3];
                break;
        }

        return Zip(files, random);
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
        JsonNode root = JsonNode.Parse(manifest)!, node = root;
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
