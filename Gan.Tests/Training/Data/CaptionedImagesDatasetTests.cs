using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Identification;

namespace Gan.Tests.Training.Data;

/// <summary>Pictures with captions, as people have them.</summary>
[TestClass]
public sealed class CaptionedImagesDatasetTests
{
    private static readonly ImageFolderOptions Small = new() { Height = 8, Width = 8 };

    [TestMethod]
    public void Text_files_beside_pictures_give_a_row_for_each_line()
    {
        using var folder = new TestFolder();
        Picture(folder["a.png"], 10);
        Picture(folder["b.png"], 200);
        File.WriteAllText(folder["a.txt"], "dark\r\n\n  nearly black  \n");
        File.WriteAllText(folder["b.txt"], "light");
        var data = ImageFolder.ReadCaptioned(folder.Path, Small).Data;
        CollectionAssert.AreEqual(new[] { "dark", "nearly black", "light" }, data.Captions!.ToArray());
        CollectionAssert.AreEqual(new float[] { 10, 10, 200 }, Enumerable.Range(0, 3).Select(i => data.Sample(i)[0]).ToArray());
        CollectionAssert.AreEqual(new[] { "light", "dark" }, data.Select([2, 0]).Captions!.ToArray());
        CollectionAssert.AreEqual(data.Captions!.ToArray(), data.WithoutLabels().Captions!.ToArray());

        Picture(folder["c.png"], 1);
        var e = Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadCaptioned(folder.Path, Small));
        StringAssert.Contains(e.Message, "1 of the 3 pictures of");
        StringAssert.Contains(e.Message, "have no caption (c.png)");
    }

    [TestMethod]
    public void A_table_names_pictures_from_its_own_folder()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["p"]);
        Picture(folder["p/a.png"], 10);
        Picture(folder["p/b.png"], 200);
        File.WriteAllText(folder["t.csv"], "what,file\n\"dark, very\",p/a.png\nlight,p/b.png\nblack,p/a.png\ngone,p/c.png\n");
        var read = ImageFolder.ReadCaptionTable(folder["t.csv"], "file", "what", Small);
        CollectionAssert.AreEqual(new[] { "dark, very", "light", "black" }, read.Data.Captions!.ToArray());
        CollectionAssert.AreEqual(
            new float[] { 10, 200, 10 },
            Enumerable.Range(0, 3).Select(i => read.Data.Sample(i)[0]).ToArray()
        );
        Assert.HasCount(1, read.Skipped);
        var e = Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadCaptionTable(folder["t.csv"], options: Small));
        StringAssert.Contains(e.Message, "image");
        File.WriteAllText(folder["u.csv"], "image,caption\np/a.png,\n");
        e = Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadCaptionTable(folder["u.csv"], options: Small));
        StringAssert.Contains(e.Message, "has nothing in row 1 of the column 'caption'");
    }

    [TestMethod]
    public void A_run_goes_on_with_its_own_captions_alone()
    {
        using var folder = new TestFolder();
        Picture(folder["a.png"], 10);
        Picture(folder["b.png"], 200);
        var bare = ImageFolder.Read(folder.Path, Small).Data;
        DataIdentity Of(params string[] captions) => DataIdentity.Of(bare.WithCaptions(captions));
        Assert.IsNull(DataDifference.Find(Of("dark", "light"), Of("dark", "light")));
        Assert.AreEqual(
            "captions are others, or come in another order",
            DataDifference.Find(Of("dark", "light"), Of("darkl", "ight"))
        );
        Assert.AreEqual(
            "there are no captions, and the run had some",
            DataDifference.Find(Of("dark", "light"), DataIdentity.Of(bare))
        );
        var e = Assert.ThrowsExactly<GanException>(() => bare.WithCaptions(["dark"]));
        StringAssert.Contains(e.Message, "has 2 samples but 1 captions");
    }

    private static void Picture(string path, byte grey) => File.WriteAllBytes(path, PictureFile.Flat(4, 4, grey, grey, grey));
}
