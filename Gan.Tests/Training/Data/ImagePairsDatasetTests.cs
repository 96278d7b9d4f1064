using Gan.MLNet;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Identification;

namespace Gan.Tests.Training.Data;

/// <summary>Pairs of pictures in two folders, side by side and in a table, and pictures that are no pairs.</summary>
[TestClass]
public sealed class ImagePairsDatasetTests
{
    private static readonly ImagePairOptions Grey = new() { Targets = Sized(1, 1) };

    [TestMethod]
    public void Pictures_of_the_same_name_are_pairs_whatever_their_formats()
    {
        using var folder = new TestFolder();
        foreach (var (name, level) in new[] { ("b.png", 20), ("a.bmp", 10), ("x/a.png", 30) })
            Write(folder, "from/" + name, Flat(name, level));
        foreach (var (name, level) in new[] { ("a.png", 110), ("b.bmp", 120), ("x/a.bmp", 130) })
            Write(folder, "to/" + name, Flat(name, level));
        Write(folder, "to/.hidden.png", Flat("h.png", 1));
        var read = ImageFolder.ReadPairs(folder["from"], folder["to"], Grey);
        Assert.IsTrue(read.Data.SourceImages!.ArePaired);
        CollectionAssert.AreEqual(new[] { "a.png", "b.bmp", "x/a.bmp" }, read.Data.RowNames!.Values.ToArray());
        CollectionAssert.AreEqual(new float[] { 110, 120, 130 }, read.Data.Samples.ToArray());
        CollectionAssert.AreEqual(new float[] { 10, 20, 30 }, read.Data.SourceImages.Images.Samples.ToArray());
        Assert.IsNull(read.Data.Labels);
        CollectionAssert.AreEqual(new[] { "targets: 1 hidden or system file or folder passed over" }, read.Notes.ToArray());

        var chosen = read.Data.Select([2, 0]);
        CollectionAssert.AreEqual(new float[] { 30, 10 }, chosen.SourceImages!.Images.Samples.ToArray());
    }

    [TestMethod]
    public void Pictures_without_a_counterpart_are_named_on_both_sides()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a.png", "b.png", "only here.png" })
            Write(folder, "from/" + name, Flat(name, 1));
        foreach (var name in new[] { "a.png", "b.png", "c.png", "d.png" })
            Write(folder, "to/" + name, Flat(name, 1));
        var e = Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPairs(folder["from"], folder["to"], Grey));
        StringAssert.Contains(e.Message, $"1 have no counterpart in '{folder["to"]}' (only here)");
        StringAssert.Contains(e.Message, $"2 have no counterpart in '{folder["from"]}' (c, d)");
    }

    [TestMethod]
    public void A_pair_of_which_one_cannot_be_read_is_skipped_and_named()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "from/a.png", "from/b.png", "to/b.png" })
            Write(folder, name, Flat(name, 7));
        Write(folder, "to/a.png", Flat("a.png", 7)[..^20]);
        var read = ImageFolder.ReadPairs(folder["from"], folder["to"], Grey);
        CollectionAssert.AreEqual(new[] { "b.png" }, read.Data.RowNames!.Values.ToArray());
        Assert.HasCount(1, read.Skipped);
        StringAssert.Contains(read.Skipped[0], folder["to/a.png"]);
    }

    [TestMethod]
    public void Two_pictures_of_one_name_have_no_counterpart_that_is_clear()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "from/a.png", "from/a.bmp", "to/a.png" })
            Write(folder, name, Flat(name, 1));
        var e = Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPairs(folder["from"], folder["to"], Grey));
        StringAssert.Contains(e.Message, "holds 'a.bmp' and 'a.png', of one name but for the ending");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_picture_of_two_halves_is_a_pair(bool sourceIsRight)
    {
        using var folder = new TestFolder();
        Write(folder, "a.png", PictureFile.Png(4, 2, 1, 10, 20, 30, 40, 50, 60, 70, 80));
        Write(folder, "odd.png", PictureFile.Png(3, 1, 1, 1, 2, 3));
        var read = ImageFolder.ReadSideBySide(folder.Path, sourceIsRight, new ImagePairOptions { Targets = Sized(1, 2) });
        float[] left = [10, 20, 50, 60],
            right = [30, 40, 70, 80];
        CollectionAssert.AreEqual(sourceIsRight ? left : right, read.Data.Samples.ToArray());
        CollectionAssert.AreEqual(sourceIsRight ? right : left, read.Data.SourceImages!.Images.Samples.ToArray());
        CollectionAssert.AreEqual(
            new[] { $"{folder["odd.png"]}: it is 3 pixels wide, an odd number, and so has no two halves." },
            read.Skipped.ToArray()
        );
    }

    [TestMethod]
    public void A_table_names_pairs_by_their_paths()
    {
        using var folder = new TestFolder();
        foreach (var (name, level) in new[] { ("in/1.png", 1), ("in/2.png", 2), ("out/7.png", 7), ("out/8.png", 8) })
            Write(folder, name, Flat(name, level));
        File.WriteAllText(
            folder["pairs.csv"],
            "drawing;picture;n\nin/2.png;out/7.png;1\nin/1.png;out/8.png;2\nin/1.png;gone.png;3\n"
        );
        var read = ImageFolder.ReadPairTable(folder["pairs.csv"], "drawing", "picture", Grey);
        CollectionAssert.AreEqual(new float[] { 7, 8 }, read.Data.Samples.ToArray());
        CollectionAssert.AreEqual(new float[] { 2, 1 }, read.Data.SourceImages!.Images.Samples.ToArray());
        Assert.HasCount(1, read.Skipped);
        StringAssert.Contains(read.Skipped[0], "gone.png");

        var e = Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPairTable(folder["pairs.csv"]));
        StringAssert.Contains(e.Message, "has no column 'source'. Columns: drawing, picture, n.");
        File.WriteAllText(folder["hole.csv"], "source,target\nin/1.png,\nin/2.png,out/7.png\n");
        e = Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPairTable(folder["hole.csv"]));
        StringAssert.Contains(e.Message, "has nothing in row 1 of the column 'target'");
    }

    [TestMethod]
    public void Pictures_that_are_no_pairs_may_be_of_other_names_and_numbers()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "summer/a.png", "summer/b.png", "winter/z.png" })
            Write(folder, name, Flat(name, 9));
        var read = ImageFolder.ReadUnpaired(folder["summer"], folder["winter"], Grey);
        Assert.AreEqual(1, read.Data.Count);
        Assert.IsFalse(read.Data.SourceImages!.ArePaired);
        Assert.AreEqual(2, read.Data.SourceImages.Images.Count);
        Assert.AreEqual(2, read.Data.Select([0]).SourceImages!.Images.Count, "Source images that are no pairs belong to no row.");
    }

    [TestMethod]
    public void Maps_of_classes_keep_their_colours_at_any_size()
    {
        using var folder = new TestFolder();
        byte[] map = [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 8 < 4 ? 0 : 200))];
        Write(folder, "from/a.png", PictureFile.Png(8, 8, 1, map));
        Write(folder, "to/a.png", PictureFile.Png(8, 8, 1, map));
        var options = new ImagePairOptions { Targets = Sized(1, 3) with { IsLabelMap = true } };
        var read = ImageFolder.ReadPairs(folder["from"], folder["to"], options);
        CollectionAssert.AreEqual(new float[] { 0, 200, 200, 0, 200, 200, 0, 200, 200 }, read.Data.Samples.ToArray());
        Assert.IsTrue(read.Data.SourceImages!.Images.Samples.ToArray().Any(v => v is > 0 and < 200), "Sources are mixed.");
    }

    [TestMethod]
    public void As_many_sources_as_samples_make_pairs()
    {
        var samples = new Dataset("to", [1], [1, 2, 3], null, ByteSamples.Range);
        var e = Assert.ThrowsExactly<GanException>(() =>
            samples.WithSourceImages(new SourceImages(new Dataset("from", [1], [1, 2], null, ByteSamples.Range), true))
        );
        StringAssert.Contains(e.Message, "has 3 images, and the 2 of 'from' are to be their sources");
    }

    [TestMethod]
    public void A_run_does_not_go_on_with_other_sources()
    {
        DataIdentity Of(float[]? sources, bool paired = true)
        {
            var samples = new Dataset("to", [1], [1, 2, 3], null, ByteSamples.Range);
            return DataIdentity.Of(
                sources is null
                    ? samples
                    : samples.WithSourceImages(
                        new SourceImages(new Dataset("from", [1], sources, null, ByteSamples.Range), paired)
                    )
            );
        }

        var run = Of([4, 5, 6]);
        Assert.IsNull(DataDifference.Find(run, Of([4, 5, 6])));
        Assert.AreEqual(
            "of the source images, the samples have other values, or come in another order",
            DataDifference.Find(run, Of([4, 6, 5]))
        );
        Assert.AreEqual("there are no source images, and the run had some", DataDifference.Find(run, Of(null)));
        Assert.AreEqual(
            "source images and samples are no pairs, and the run's were",
            DataDifference.Find(run, Of([4, 5, 6], paired: false))
        );
    }

    private static ImageFolderOptions Sized(int channels, int side) =>
        new()
        {
            Channels = channels,
            Height = side,
            Width = side,
            Fitting = ImageFitting.Stretch,
        };

    private static byte[] Flat(string name, int level) =>
        name.EndsWith(".bmp", StringComparison.Ordinal)
            ? PictureFile.Bmp(4, 4, (byte)level, (byte)level, (byte)level)
            : PictureFile.Flat(4, 4, (byte)level, (byte)level, (byte)level);

    private static void Write(TestFolder folder, string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], bytes);
    }
}
