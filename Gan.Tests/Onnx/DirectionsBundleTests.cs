using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>Bundles with directions of latents: what is read and run, and what is refused.</summary>
[TestClass]
public sealed class DirectionsBundleTests
{
    private static readonly GanBundle Bundle = TinyBundle.Make(directions: 2);

    [TestMethod]
    public void It_is_read_from_folder_and_zip_and_says_what_the_directions_are()
    {
        using var folder = new BundleFolder(Bundle);
        var manifest = JsonNode.Parse(File.ReadAllText(folder.PathOf("gan.json")))!;
        Assert.AreEqual("{\"count\":2,\"method\":\"activations\"}", manifest["directions"]!.ToJsonString());
        foreach (var read in new[] { GanBundle.Load(folder.Folder), GanBundle.Load(folder.Zip()) })
        {
            Assert.IsTrue(read.HasDirections);
            Assert.AreEqual(Bundle.Manifest.Directions, read.Manifest.Directions);
        }

        Assert.IsFalse(TinyBundle.Make().HasDirections);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(64)]
    public void Latents_are_moved_by_their_own_amounts_in_any_batch(int batchSize)
    {
        using var session = new DirectionsSession(Bundle, TestDevice.Session with { BatchSize = batchSize, Threads = 1 });
        Assert.AreEqual((3, 2), (session.LatentSize, session.Count));
        var random = new Random(1);
        float[] latents = [.. Enumerable.Range(0, 7 * 3).Select(_ => random.NextSingle())],
            amounts = [.. Enumerable.Range(0, 7 * 2).Select(_ => random.NextSingle())],
            moved = new float[7 * 3];
        session.Move(latents, amounts, moved);
        for (var row = 0; row < 7; row++)
        {
            var expected = TinyBundle.ExpectedMove(latents.AsSpan(3 * row, 3), amounts.AsSpan(2 * row, 2));
            for (var i = 0; i < 3; i++)
                Assert.AreEqual(expected[i], moved[3 * row + i], 1e-6f);
        }

        session.Move([], [], []);
        Assert.ThrowsExactly<ArgumentException>(() => session.Move(latents, amounts.AsSpan(1), moved));
        Assert.ThrowsExactly<ArgumentException>(() => session.Move(latents.AsSpan(1), amounts, moved));
        Assert.ThrowsExactly<ArgumentException>(() => session.Move(latents, amounts, moved.AsSpan(1)));
    }

    [TestMethod]
    public void A_bundle_without_is_refused() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new DirectionsSession(TinyBundle.Make()).Dispose()).Message,
            "directions"
        );

    [TestMethod]
    [DataRow("directions", null, "gan.json lists directions.onnx but has no 'directions', which it needs")]
    [DataRow("directions", "{}", "'count'")]
    [DataRow("directions", "{\"count\":2,\"method\":\"magic\"}", "'directions.method'")]
    [DataRow("directions", "{\"count\":0,\"method\":\"weights\"}", "'directions.count' is 0, but must be 1 to the values of")]
    [DataRow("directions", "{\"count\":4,\"method\":\"weights\"}", "'directions.count' is 4, but must be 1 to the values of")]
    [DataRow(
        "directions",
        "{\"count\":3,\"method\":\"weights\"}",
        "directions.onnx has input 'amount' of shape ['batch', 2], but gan.json says [batch, 3]"
    )]
    public void A_section_that_is_wrong_is_refused(string member, string? json, string cause)
    {
        using var folder = new BundleFolder(Bundle);
        folder.EditManifest(manifest =>
        {
            if (json is null)
                manifest.AsObject().Remove(member);
            else
                manifest[member] = JsonNode.Parse(json);
        });
        BundleFolder.AssertRefused(folder.Folder, "gan.json", cause);
    }

    [TestMethod]
    public void Directions_without_a_generator_are_refused()
    {
        var manifest = Bundle.Manifest with { Latent = null, Score = null, Features = null };
        var models = new Dictionary<string, byte[]>
        {
            [GanBundle.DirectionsFile] = Bundle.GetModel(GanBundle.DirectionsFile).ToArray(),
        };
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => GanBundle.Create(manifest, models)).Message,
            "'latent' is null, but must be what the generator takes, for the directions are of its latents"
        );
    }
}
