using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Tests.Training.Data;

[TestClass]
public sealed class ImagePatchTests
{
    [TestMethod]
    public void Patches_lie_side_by_side_from_one_border_to_the_other()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["a.png"], Numbered(width: 9, height: 4));
        File.WriteAllBytes(folder["b.png"], Numbered(width: 5, height: 8));
        File.WriteAllBytes(folder["small.png"], Numbered(width: 3, height: 50));
        File.WriteAllText(folder["broken.png"], "no picture");
        var read = ImageFolder.ReadPatches(folder.Path, new ImagePatchOptions { Size = 4, Channels = 1 });
        var data = read.Data;
        CollectionAssert.AreEqual(new[] { 1, 4, 4 }, data.Shape.ToArray());
        Assert.AreEqual(4, data.Count);
        Assert.IsNull(data.Labels);
        // a: columns 0 and 5 of 9; b: column 0 of 5, being the middle, and rows 0 and 4.
        int[] corners = [0, 5, 0, 4 * 5];
        int[] widths = [9, 9, 5, 5];
        for (var row = 0; row < 4; row++)
        {
            var sample = data.Sample(row);
            for (var i = 0; i < 16; i++)
                Assert.AreEqual(corners[row] + i / 4 * widths[row] + i % 4, sample[i]);
        }

        Assert.HasCount(1, read.Skipped);
        CollectionAssert.AreEqual(
            new[] { "2 pictures give 4 patches of 4 x 4 pixels", "1 pictures are smaller than a patch and are left out" },
            read.Notes.ToArray()
        );
    }

    [TestMethod]
    public void Colours_stay_in_their_channels_and_pictures_that_are_not_kept_are_decoded_again()
    {
        using var folder = new TestFolder();
        var pixels = Enumerable.Range(0, 6 * 4).SelectMany(i => new[] { (byte)i, (byte)(100 + i), (byte)(200 + i) });
        File.WriteAllBytes(folder["a.png"], PictureFile.Png(6, 4, 3, [.. pixels]));
        var options = new ImagePatchOptions { Size = 3 };
        var kept = ImageFolder.ReadPatches(folder.Path, options).Data;
        var image = new PatchedImage(new ImageFile(folder.Path, "a.png"), 6, 4);
        var decoded = new ImagePatches([image], options, default, keptBytes: 0);
        Assert.AreEqual(2, decoded.Count);
        var sample = new float[27];
        for (var time = 0; time < 2; time++)
        {
            decoded.Read(1, sample);
            CollectionAssert.AreEqual(kept.Sample(1).ToArray(), sample);
        }

        for (var i = 0; i < 9; i++)
        {
            var pixel = 3 + i / 3 * 6 + i % 3;
            Assert.AreEqual(pixel, sample[i]);
            Assert.AreEqual(100 + pixel, sample[9 + i]);
            Assert.AreEqual(200 + pixel, sample[18 + i]);
        }
    }

    [TestMethod]
    public void The_hash_tells_patches_by_file_and_place()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["a.png"], Numbered(8, 4));
        var data = ImageFolder.ReadPatches(folder.Path, new ImagePatchOptions { Size = 4, Channels = 1 }).Data;
        Assert.AreEqual(Hash(data, [0, 1]), Hash(data.Select([0, 1]), [0, 1]));
        Assert.AreNotEqual(Hash(data, [0, 1]), Hash(data, [1, 0]));
        File.WriteAllBytes(folder["a.png"], Numbered(8, 4, first: 1));
        var other = ImageFolder.ReadPatches(folder.Path, new ImagePatchOptions { Size = 4, Channels = 1 }).Data;
        Assert.AreNotEqual(Hash(data.Select([0]), [0]), Hash(data, [0, 1]));
        Assert.AreEqual(Hash(other, [0]), Hash(other.Select([0]), [0]));
    }

    [TestMethod]
    public void What_cannot_be_cut_is_refused_in_words()
    {
        using var folder = new TestFolder();
        Assert.Contains(
            "does not exist",
            Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPatches(folder["none"])).Message
        );
        Assert.Contains(
            "holds no picture",
            Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPatches(folder.Path)).Message
        );
        File.WriteAllBytes(folder["a.png"], Numbered(8, 4));
        Assert.Contains(
            "All 1 pictures of",
            Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPatches(folder.Path)).Message
        );
        var options = new ImagePatchOptions { Size = 4, Strict = true };
        var data = ImageFolder.ReadPatches(folder.Path, options with { Size = 2 }).Data;
        File.WriteAllText(folder["b.png"], "no picture");
        Assert.Contains(
            "A picture cannot be read",
            Assert.ThrowsExactly<GanException>(() => ImageFolder.ReadPatches(folder.Path, options)).Message
        );
        File.WriteAllBytes(folder["a.png"], Numbered(7, 4));
        Assert.Contains("it is 7 x 4 pixels, and was 8 x 4", Assert.ThrowsExactly<GanException>(() => data.Sample(0)).Message);
    }

    private static string Hash(Dataset data, int[] rows)
    {
        var hash = new ContentHash();
        data.AddTo(hash, rows);
        return hash.ToString();
    }

    /// <summary>A grey picture whose pixels are numbered row by row.</summary>
    private static byte[] Numbered(int width, int height, byte first = 0) =>
        PictureFile.Png(width, height, 1, [.. Enumerable.Range(first, width * height).Select(i => (byte)i)]);
}
