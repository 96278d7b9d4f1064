using Gan.Tests.Training;
using Gan.Tests.Training.Data;

namespace Gan.Tests.Cli;

/// <summary><c>gan train</c> on pictures to translate: how few will do, what is said of them, and options that go together with
/// nothing.</summary>
[TestClass]
public sealed class PictureTrainingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Batches_are_as_small_as_the_kind_of_which_there_are_fewer_pictures()
    {
        Write("few", 3);
        Write("many", 9);
        foreach (var (source, data) in new[] { ("few", "many"), ("many", "few") })
        {
            var (code, output, errors) = Train(
                "fastcut",
                [
                    "--source",
                    _folder[source],
                    "--data",
                    _folder[data],
                    "--out",
                    _folder[$"run-{source}"],
                    "--set",
                    "blocks=1",
                    "--set",
                    "patches=16",
                    "--set",
                    "embedding-width=8",
                ]
            );
            Assert.AreEqual(0, code, errors);
            StringAssert.Contains(output, "batches of 2 instead of 4: there are 3 rows");
        }
    }

    [TestMethod]
    public void Pairs_that_do_not_lie_on_one_another_are_told_of()
    {
        Write("sources", 3);
        Write("targets", 3);
        File.WriteAllBytes(_folder["targets/1.png"], PictureFile.Flat(16, 24, 1, 2, 3));
        string[] pairs = ["--source", _folder["sources"], "--data", _folder["targets"]];
        var (code, output, errors) = Train("pix2pix", [.. pairs, "--out", _folder["run"]]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "1 pair has pictures of different proportions");
        StringAssert.Contains(output, "(first: 1.png, 16x16 and 16x24)");
        (code, output, errors) = Train("pix2pix", [.. pairs, "--resize", "stretch", "--out", _folder["stretched"]]);
        Assert.AreEqual(0, code, errors);
        Assert.DoesNotContain("proportions", output);
    }

    [TestMethod]
    public void Options_that_would_be_passed_over_are_refused()
    {
        Write("sources", 3);
        Write("targets", 3);
        string[] pairs = ["--source", _folder["sources"], "--data", _folder["targets"], "--out", _folder["run"]];
        Refuses("pix2pix", "--patch cuts pictures that stand alone", [.. pairs, "--patch", "16"]);
        Refuses("cyclegan", "--patch cuts pictures that stand alone", [.. pairs, "--patch", "16"]);
        Refuses(
            "stackgan",
            "--patch cuts pictures that stand alone",
            ["--data", _folder["targets"], "--out", _folder["run"], "--patch", "16"]
        );
        Refuses("pix2pix", "--source and --side-by-side both say", [.. pairs, "--side-by-side", "left"]);
        Refuses("fastcut", "--source and --side-by-side both say", [.. pairs, "--side-by-side", "left"]);
        Assert.IsFalse(Path.Exists(_folder["run"]));
    }

    private void Write(string folder, int count)
    {
        Directory.CreateDirectory(_folder[folder]);
        for (byte i = 0; i < count; i++)
            File.WriteAllBytes(_folder[$"{folder}/{i}.png"], PictureFile.Flat(16, 16, i, (byte)(9 * i), 200));
    }

    private static (int Code, string Output, string Errors) Train(string recipe, string[] options) =>
        GanInProcess.Run([
            "train",
            "--recipe",
            recipe,
            "--size",
            "16",
            "--steps",
            "1",
            "--device",
            "cpu",
            "--set",
            "feature-maps=2",
            "--set",
            "discriminator-feature-maps=2",
            .. options,
        ]);

    private static void Refuses(string recipe, string expected, string[] options) =>
        GanInProcess.Refuses(["train", "--recipe", recipe, "--steps", "1", "--device", "cpu", .. options], expected);
}
