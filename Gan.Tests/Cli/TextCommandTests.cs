using System.Text.Json.Nodes;
using Gan.Cli.Watching;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Gan.Tests.Training.StackGan;
using Gan.Training.Data;
using Gan.Training.Reporting;

namespace Gan.Tests.Cli;

/// <summary>Training on pictures with captions, and pictures of words, by the command.</summary>
[TestClass]
public sealed class TextCommandTests
{
    [TestMethod]
    public void A_run_learns_from_captions_and_its_bundle_draws_what_a_text_says()
    {
        using var folder = new TestFolder();
        var lines = new List<string> { "file,says" };
        foreach (var (i, (name, red, blue)) in new[] { ("red", 250, 10), ("blue", 10, 250) }.Index())
        {
            for (var shade = 0; shade < 4; shade++)
            {
                var file = $"{name}{shade}.png";
                File.WriteAllBytes(folder[file], PictureFile.Flat(32, 32, (byte)red, (byte)(shade * 10), (byte)blue));
                lines.Add($"{file},a {name} picture");
            }
        }

        File.WriteAllLines(folder["pictures.csv"], lines);
        string[] train =
        [
            "train",
            "--recipe",
            "stackgan",
            "--data",
            folder["pictures.csv"],
            "--image-column",
            "file",
            "--caption-column",
            "says",
            "--steps",
            "4",
            "--seed",
            "1",
            "--device",
            "cpu",
            "--out",
            folder["run"],
            "--set",
            "batch-size=4",
            "--set",
            "feature-maps=4",
            "--set",
            "discriminator-feature-maps=4",
            "--set",
            "first-stage-steps=2",
            "--set",
            "blocks=1",
        ];
        var (code, output, errors) = GanInProcess.Run(train);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "8 pictures read");
        (code, _, errors) = GanInProcess.Run(
            "sample",
            "--bundle",
            folder["run"],
            "--text",
            "a red picture",
            "--count",
            "2",
            "--seed",
            "4",
            "--out",
            folder["red.png"]
        );
        Assert.AreEqual(0, code, errors);
        var bundle = GanBundle.Load(folder["run/bundle"]);
        CollectionAssert.AreEquivalent(
            new[] { "a red picture", "a blue picture" },
            bundle.Manifest.Latent!.Text!.Examples.ToArray()
        );
        using var session = new GeneratorSession(bundle);
        var expected = new float[2 * session.SampleSize];
        session.Generate(4, 0, 2, float.PositiveInfinity, "a red picture", expected);
        SampleGrid.Save(folder["expected.png"], expected, bundle.Manifest.Data.Shape, bundle.Manifest.Data.ValueRange);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["expected.png"]), File.ReadAllBytes(folder["red.png"]));
        (code, _, errors) = GanInProcess.Run(
            "interpolate",
            "--bundle",
            folder["run"],
            "--text",
            "a blue picture",
            "--out",
            folder["ways.png"]
        );
        Assert.AreEqual(0, code, errors);

        // A folder with text files is the other form.
        foreach (
            var file in Directory.EnumerateFiles(folder.Path, "*.png").Where(f => f.Contains("red", StringComparison.Ordinal))
        )
            File.WriteAllText(Path.ChangeExtension(file, ".txt"), "red");
        GanInProcess.Refuses(
            ["train", "--recipe", "stackgan", "--data", folder.Path, "--steps", "1", "--out", folder["other"]],
            "have no caption"
        );
        GanInProcess.Refuses(
            ["train", "--recipe", "stackgan", "--steps", "1", "--out", folder["other"]],
            "--data digits: pictures with captions are a folder with a text file beside each picture"
        );
        GanInProcess.Refuses(
            ["train", "--recipe", "dcgan", "--caption-column", "says", "--steps", "1", "--out", folder["other"]],
            "The option --caption-column is for recipes that make pictures of words"
        );
        Assert.IsFalse(Directory.Exists(folder["other"]));
    }

    [TestMethod]
    public void Captioned_shapes_are_drawn_the_same_for_a_seed_and_leave_combinations_out()
    {
        using var folder = new TestFolder();
        string[] Shapes(string name, string seed) =>
            ["data", "shapes", "--out", folder[name], "--count", "300", "--size", "16", "--seed", seed];
        Assert.AreEqual(0, GanInProcess.Run(Shapes("a", "1")).ExitCode);
        Assert.AreEqual(0, GanInProcess.Run(Shapes("b", "1")).ExitCode);
        Assert.AreEqual(0, GanInProcess.Run(Shapes("c", "2")).ExitCode);
        var lines = File.ReadAllLines(folder["a/captions.csv"]);
        Assert.HasCount(301, lines);
        CollectionAssert.AreEqual(lines, File.ReadAllLines(folder["b/captions.csv"]));
        CollectionAssert.AreNotEqual(lines, File.ReadAllLines(folder["c/captions.csv"]));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["a/00007.png"]), File.ReadAllBytes(folder["b/00007.png"]));
        var left = File.ReadAllLines(folder["a/held-out.txt"]);
        Assert.HasCount(8, left);
        Assert.IsFalse(lines.Any(line => left.Any(caption => line.Contains(caption, StringComparison.Ordinal))));
        var read = ImageFolder.ReadCaptionTable(
            folder["a/captions.csv"],
            options: new ImageFolderOptions { Height = 16, Width = 16 }
        );
        Assert.AreEqual(300, read.Data.Count);

        GanInProcess.Refuses(Shapes("a", "1"), "which is there already. Name another folder.");
        GanInProcess.Refuses(["data", "shapes", "--out", ""], "The option --out is empty");
        GanInProcess.Refuses(["data", "shapes", "--out", folder["a/captions.csv/in"]], "could not be made: ");
        GanInProcess.Refuses(
            ["data", "shapes", "--out", folder["d"], "--size", "4"],
            "The option --size is 4; it must be 8 to 256."
        );
        Assert.IsFalse(Directory.Exists(folder["d"]));
    }

    [TestMethod]
    public void Texts_without_words_and_bundles_without_texts_are_refused()
    {
        using var folder = new TestFolder();
        StackGanBundle.Trained.Save(folder["bundle"]);
        GanInProcess.Refuses(
            ["sample", "--bundle", folder["bundle"], "--text", " - ", "--out", folder["x.png"]],
            "The option --text is ' - ', which holds no word. What the bundle learned from is like: "
        );
        Onnx.TinyBundle.Make().Save(folder["plain"]);
        GanInProcess.Refuses(
            ["sample", "--bundle", folder["plain"], "--text", "a red circle", "--out", folder["x.png"]],
            "The option --text is for bundles that make pictures of words"
        );
        Assert.IsFalse(File.Exists(folder["x.png"]));
    }

    [TestMethod]
    public void Pictures_of_words_are_measured_and_added_to_others()
    {
        using var folder = new TestFolder();
        StackGanBundle.Trained.Save(folder["bundle"]);
        string[] shapes = ["data", "shapes", "--out", folder["shapes"], "--count", "24", "--size", "32"];
        Assert.AreEqual(0, GanInProcess.Run(shapes).ExitCode);
        string[] given = ["--bundle", folder["bundle"], "--data", folder["shapes"], "--size", "32"];

        string[] few = ["--samples", "20", "--resamples", "0", "--path-pairs", "4"];
        var (code, output, errors) = GanInProcess.Run(["evaluate", .. given, .. few, "--out", folder["figures.json"]]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "path length in latent space");

        (code, output, errors) = GanInProcess.Run(["augment", .. given, "--count", "3", "--out", folder["more.csv"]]);
        Assert.AreEqual(0, code, errors);
        var lines = File.ReadAllLines(folder["more.csv"]);
        Assert.HasCount(27, lines);
        Assert.IsTrue(lines[24..].All(line => line.EndsWith(",1", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void The_page_s_generator_draws_the_text_that_is_typed()
    {
        using var folder = new TestFolder();
        StackGanBundle.Trained.Save(folder["bundle"]);
        using var playground = new Playground(folder["bundle"]);
        var examples = playground.Latents(1)["texts"]!.AsArray().Select(t => (string)t!).ToArray();
        CollectionAssert.AreEqual(StackGanBundle.Trained.Manifest.Latent!.Text!.Examples.ToArray(), examples);
        byte[] Draw(string text) => playground.Generate(1, 0, text, "").Png!;
        CollectionAssert.AreEqual(Draw(""), Draw(examples[0]));
        CollectionAssert.AreNotEqual(Draw(examples[0]), Draw(examples[1]));
        Onnx.TinyBundle.Make().Save(folder["plain"]);
        using var plain = new Playground(folder["plain"]);
        Assert.IsEmpty(((JsonArray)plain.Latents(1)["texts"]!).ToArray());
    }
}
