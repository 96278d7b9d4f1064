using Gan.Onnx.Bundles;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;

namespace Gan.Tests.Cli;

/// <summary>Super-resolution from a folder of pictures, on the command line.</summary>
[TestClass]
public sealed class EnlargeCommandTests
{
    private static readonly string[] Tiny = ["--set", "feature-maps=4", "--set", "blocks=1", "--set", "batch-size=2"];

    [TestMethod]
    public void A_folder_of_pictures_is_cut_into_patches_and_learned_to_be_enlarged()
    {
        using var folder = Pictures();
        var (code, output, errors) = GanInProcess.Run([
            "train",
            "--recipe",
            "srresnet",
            "--data",
            folder["pictures"],
            "--patch",
            "16",
            "--steps",
            "2",
            "--device",
            "cpu",
            "--out",
            folder["run"],
            .. Tiny,
        ]);
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "2 pictures give 5 patches of 16 x 16 pixels");
        var translator = GanBundle.Load(folder["run/bundle"]).Manifest.Translator!;
        Assert.AreEqual((true, 2), (translator.AnySize, translator.Scale));
        CollectionAssert.AreEqual(new[] { 3, 8, 8 }, translator.SourceShape.ToArray());
    }

    [TestMethod]
    public void Options_that_exclude_each_other_and_recipes_without_images_are_refused_in_words()
    {
        using var folder = Pictures();
        string[] data = ["train", "--out", folder["run"], "--data", folder["pictures"], "--patch"];
        GanInProcess.Refuses([.. data, "16", "--size", "16"], "leave --size and --resize out");
        GanInProcess.Refuses([.. data, "-1"], "The option --patch is -1; it must be 0 or more.");
        GanInProcess.Refuses([.. data, "64"], "smaller than a patch of 64 x 64 pixels");
        GanInProcess.Refuses([.. data, "17", "--recipe", "srresnet", .. Tiny], "no multiples of the scale 2");
        Assert.IsFalse(Directory.Exists(folder["run"]));
    }

    private static TestFolder Pictures()
    {
        var folder = new TestFolder();
        Directory.CreateDirectory(folder["pictures"]);
        File.WriteAllBytes(folder["pictures/a.png"], PictureFile.Flat(40, 33, 200, 90, 10));
        File.WriteAllBytes(folder["pictures/b.png"], PictureFile.Flat(17, 20, 20, 90, 210));
        return folder;
    }
}
