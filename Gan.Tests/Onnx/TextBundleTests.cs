using System.Text.Json.Nodes;
using Gan.Onnx.Bundles;
using Gan.Tests.Training.StackGan;

namespace Gan.Tests.Onnx;

/// <summary>Bundles whose generator takes texts: what the manifest says of them, and what is refused.</summary>
[TestClass]
public sealed class TextBundleTests
{
    [TestMethod]
    public void It_is_read_from_folder_and_zip_with_all_that_is_said_of_texts()
    {
        using var folder = new BundleFolder(StackGanBundle.Trained);
        var expected = StackGanBundle.Trained.Manifest.Latent!.Text!;
        foreach (var read in new[] { GanBundle.Load(folder.Folder), GanBundle.Load(folder.Zip()) })
        {
            var text = read.Manifest.Latent!.Text!;
            CollectionAssert.AreEqual(expected.Examples.ToArray(), text.Examples.ToArray());
            Assert.AreEqual(expected, text with { Examples = expected.Examples });
        }
    }

    [TestMethod]
    [DataRow("width", "1", "'latent.text.width' is 1, but must be 2 to 65536")]
    [DataRow("width", "512", "generator.onnx has input 'text' of shape ['batch', 1024], but gan.json says [batch, 512]")]
    [DataRow("words", "0", "'latent.text.words' is 0, but must be 1 to 4")]
    [DataRow("words", "5", "'latent.text.words' is 5")]
    [DataRow("shortestPiece", "1", "'latent.text.shortestPiece' is 1, but must be 0, or 2 to 16")]
    [DataRow("shortestPiece", "6", "'latent.text.longestPiece' is 5, but must be 6 to 16")]
    [DataRow("longestPiece", "17", "'latent.text.longestPiece' is 17")]
    [DataRow("examples", "[]", "'latent.text.examples' is a list of 0, but must be a list of 1 to 64")]
    [DataRow("examples", "[\"a\",\"\"]", "'latent.text.examples[1]' is ''")]
    [DataRow("examples", "[\"two\\nlines\"]", "'latent.text.examples[0]'")]
    [DataRow("examples", "null", "examples")]
    [DataRow("more", "1", "more")]
    public void What_is_wrong_with_it_is_refused(string member, string json, string cause)
    {
        using var folder = new BundleFolder(StackGanBundle.Trained);
        folder.EditManifest(manifest => manifest["latent"]!["text"]![member] = JsonNode.Parse(json));
        BundleFolder.AssertRefused(folder.Folder, cause);
    }

    [TestMethod]
    public void A_text_that_the_model_does_not_take_is_refused()
    {
        using var folder = new BundleFolder();
        folder.EditManifest(manifest =>
            manifest["latent"]!["text"] = JsonNode.Parse(
                "{\"width\":4,\"words\":1,\"shortestPiece\":0,\"longestPiece\":0,\"examples\":[\"a\"]}"
            )
        );
        BundleFolder.AssertRefused(folder.Folder, "generator.onnx has no input named 'text'");
    }
}
