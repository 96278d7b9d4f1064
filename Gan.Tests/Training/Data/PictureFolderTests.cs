using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Reporting;
using SkiaSharp;

namespace Gan.Tests.Training.Data;

/// <summary>Folders of pictures as people have them.</summary>
[TestClass]
public sealed class PictureFolderTests
{
    private static void Write(TestFolder folder, string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], bytes);
    }

    private static byte[] Grey(byte level) => PictureFile.Flat(4, 4, level, level, level);

    private static ImageFolderOptions Small(int channels, int height = 1, int width = 1) =>
        new()
        {
            Channels = channels,
            Height = height,
            Width = width,
            Fitting = ImageFitting.Stretch,
        };

    [TestMethod]
    public void A_pipe_among_pictures_is_passed_over_unopened()
    {
        using var folder = new TestFolder();
        Write(folder, "a.png", Grey(9));
        // Opened, each would wait for somebody to write into it.
        folder.MakePipe("b.png");
        folder.MakePipe("c");
        var read = ImageFolder.Read(folder.Path, Small(1));
        Assert.AreEqual(1, read.Data.Count);
        CollectionAssert.AreEqual(new[] { "2 hidden or system files and folders passed over" }, read.Notes.ToArray());
    }

    [TestMethod]
    public void What_systems_leave_in_folders_is_passed_over_and_counted()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "cat/a.png", "cat/b.png", "dog/c.png" })
            Write(folder, name, Grey(9));
        foreach (
            var name in new[]
            {
                ".ipynb_checkpoints/a-checkpoint.png",
                "__MACOSX/._a.png",
                "cat/._a.png",
                "cat/Thumbs.db",
                "dog/desktop.ini",
                ".DS_Store",
            }
        )
            Write(folder, name, Grey(9));
        var read = ImageFolder.Read(folder.Path, Small(1));
        CollectionAssert.AreEqual(new[] { "cat", "dog" }, read.Data.ClassNames!.ToArray());
        CollectionAssert.AreEqual(new[] { 0, 0, 1 }, read.Data.Labels!.ToArray());
        Assert.HasCount(0, read.Skipped);
        CollectionAssert.AreEqual(new[] { "6 hidden or system files and folders passed over" }, read.Notes.ToArray());
    }

    [TestMethod]
    public void Deeper_folders_loose_pictures_other_files_and_links_are_counted()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "loose.png", "cat/a.png", "cat/more/b.png", "cat/more/still/c.jpg", "empty/deep/er/d.png" })
            Write(folder, name, Grey(9));
        File.WriteAllText(folder["notes.txt"], "BMW is no bitmap, and neither is this text of more than 30 letters");
        File.WriteAllText(folder["cat/labels.csv"], "a,b");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(folder["around"], ".");
            Directory.CreateSymbolicLink(folder["cat/around"], "..");
            Directory.CreateSymbolicLink(folder["up"], Path.GetDirectoryName(folder.Path)!);
            File.CreateSymbolicLink(folder["itself"], "itself");
        }

        var read = ImageFolder.Read(folder.Path, Small(1));
        CollectionAssert.AreEqual(new[] { "loose.png", "cat/a.png" }, read.Data.RowNames!.Values.ToArray());
        Assert.AreEqual("file", read.Data.RowNames.Column);
        CollectionAssert.AreEqual(new[] { -1, 0 }, read.Data.Labels!.ToArray());
        CollectionAssert.AreEqual(new[] { "cat" }, read.Data.ClassNames!.ToArray());
        string[] linked = OperatingSystem.IsWindows()
            ? ["2 other files are no pictures"]
            : ["2 folders passed over, links to ones above them", "3 other files are no pictures"];
        CollectionAssert.AreEqual(
            new[] { linked, ["3 pictures in deeper folders are not read", "1 picture beside the class folders has no class"] }
                .SelectMany(n => n)
                .ToArray(),
            read.Notes.ToArray()
        );
        var e = Assert.ThrowsExactly<GanException>(() => ImageFolder.Read(folder["empty"]));
        StringAssert.Contains(e.Message, "1 picture lies in deeper folders");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => ImageFolder.Read(folder["loose.png"])).Message,
            "is a file; give the folder that it lies in"
        );
        Assert.IsTrue(ImageFolderDataset.IsImageFolder(folder.Path));
        Assert.IsFalse(ImageFolderDataset.IsImageFolder(folder["empty"]));
    }

    [TestMethod]
    public void Files_are_told_by_what_is_in_them_and_faults_have_their_true_reasons()
    {
        using var folder = new TestFolder();
        var jpeg = PictureFile.Blocks(2, [10, 200, 90, 30]);
        (string Name, byte[] Bytes, string? Reason)[] files =
        [
            ("a.PNG", Grey(1), null),
            ("b.jpg", Grey(2), null),
            ("c.jpe", jpeg, null),
            ("d", jpeg, null),
            ("e.bmp", PictureFile.Bmp(3, 2, 3, 3, 3), null),
            ("f.gif", PictureFile.AnimatedGif, null),
            ("g.webp", PictureFile.Blocks(1, [7], SKEncodedImageFormat.Webp), null),
            ("h.jfif", PictureFile.CmykJpeg, null),
            ("i.png", PictureFile.Png(1, 1, 1, 5), null),
            ("n1.jpg", jpeg[..^60], "it ends early"),
            ("n2.png", Grey(1)[..^20], "it ends early"),
            ("n3.png", Grey(1).Select((b, i) => i == 45 ? (byte)(b ^ 0x55) : b).ToArray(), "it is damaged"),
            ("n4.png", [], "it is empty"),
            ("n5.png", "\n<!DOCTYPE html><html><body>404</body></html>"u8.ToArray(), "it is a web page (HTML), not a picture"),
            ("n6.png", "Not found"u8.ToArray(), "it is text, not a picture"),
            ("n7.tif", "II*\0abcd"u8.ToArray(), "it is a picture of the format TIFF, which is not read"),
            ("n8.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[20]], "it is a picture of the format HEIC"),
            ("n9.jpg", [0, 0, 0, 24, .. "ftypavif"u8, .. new byte[20]], "it is a picture of the format AVIF"),
            ("na.svg", "<?xml version='1.0'?>\n<svg/>"u8.ToArray(), "it is a picture of the format SVG"),
            ("nb.png", new byte[400], "it is of no format that is known"),
            ("nc.png", [0, 0, 8, 3, .. Enumerable.Repeat((byte)1, 400)], "it is of no format that is known"),
        ];
        foreach (var (name, bytes, _) in files)
            Write(folder, name, bytes);
        var read = ImageFolder.Read(folder.Path, Small(3, 2, 2));
        CollectionAssert.AreEqual(
            files.Where(f => f.Reason is null).Select(f => f.Name).ToArray(),
            read.Data.RowNames!.Values.ToArray()
        );
        var faults = files.Where(f => f.Reason is not null).ToArray();
        Assert.HasCount(faults.Length, read.Skipped, string.Join('\n', read.Skipped));
        foreach (var (fault, skipped) in faults.Zip(read.Skipped))
            StringAssert.StartsWith(skipped, $"{folder[fault.Name]}: {fault.Reason}");
        CollectionAssert.AreEqual(new[] { "1 picture is animated, and its first frame is read" }, read.Notes.ToArray());
        AssertSample([10, 200, 200, 10, 20, 100, 100, 20, 30, 50, 50, 30], read.Data, 5, 0);
        AssertSample([51, 195, 51, 195, 207, 103, 207, 103, 152, 4, 152, 4], read.Data, 7, 1);

        var e = Assert.ThrowsExactly<GanException>(() => ImageFolder.Read(folder.Path, Small(3) with { Strict = true }));
        StringAssert.StartsWith(e.Message, $"A picture cannot be read: {folder["n1.jpg"]}: it ends early.");
    }

    [TestMethod]
    [DataRow("jpg")]
    [DataRow("png")]
    [DataRow("webp")]
    [DataRow("bmp")]
    public void A_picture_that_was_cut_anywhere_is_never_read(string kind)
    {
        using var folder = new TestFolder();
        byte[] levels = [.. Enumerable.Range(0, 16).Select(i => (byte)(i * 83 % 256))];
        var whole = kind switch
        {
            "jpg" => PictureFile.Blocks(4, levels),
            "webp" => PictureFile.Blocks(4, levels, SKEncodedImageFormat.Webp),
            "bmp" => PictureFile.Bmp(9, 7, 1, 2, 3),
            _ => PictureFile.Png(8, 8, 3, [.. Enumerable.Range(0, 192).Select(i => (byte)(i * i * 31))]),
        };
        Write(folder, $"whole.{kind}", whole);
        for (var length = 0; length < whole.Length; length += 1 + whole.Length / 97)
            Write(folder, $"{length:D5}.{kind}", whole[..length]);
        Write(folder, $"last.{kind}", whole[..^1]);
        var read = ImageFolder.Read(folder.Path, Small(3));
        CollectionAssert.AreEqual(new[] { $"whole.{kind}" }, read.Data.RowNames!.Values.ToArray());
    }

    [TestMethod]
    public void A_file_that_others_hold_and_a_picture_of_too_many_pixels_are_named()
    {
        using var folder = new TestFolder();
        Write(folder, "a.png", Grey(1));
        Write(folder, "b.png", Grey(1));
        Write(folder, "c.png", PictureFile.Png(20_000, 20_000, 1, 0, [0], [], []));
        Write(folder, "d.png", PictureFile.Png(30_000, 1, 1, [.. Enumerable.Range(0, 30_000).Select(i => (byte)(i % 2 * 200))]));
        using var held = new FileStream(folder["a.png"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var read = ImageFolder.Read(folder.Path, Small(1));
        CollectionAssert.AreEqual(new[] { "b.png", "d.png" }, read.Data.RowNames!.Values.ToArray());
        Assert.AreEqual(100, read.Data.Sample(1)[0], 1e-3);
        StringAssert.StartsWith(read.Skipped[0], $"{folder["a.png"]}: it cannot be opened: ");
        StringAssert.EndsWith(
            read.Skipped[1],
            "it is 20000 pixels wide and 20000 high, and at most 100,000,000 pixels in all are read."
        );
    }

    [TestMethod]
    public void Sixteen_bits_palettes_and_grey_with_alpha_are_right_and_said()
    {
        using var folder = new TestFolder();
        Write(folder, "a.png", PictureFile.Png(2, 1, 16, 0, [0x40, 0x10, 0xC0, 0x20], [], []));
        Write(folder, "b.png", PictureFile.Png(2, 1, 8, 3, [1, 0], [10, 20, 30, 200, 100, 50], []));
        Write(folder, "c.png", PictureFile.Png(2, 1, 8, 4, [100, 51, 100, 255], [], []));
        Write(folder, "d.png", PictureFile.Png(2, 1, 8, 3, [1, 0], [10, 20, 30, 200, 100, 50], [0]));
        var read = ImageFolder.Read(folder.Path, Small(4, 1, 2));
        AssertSample([64, 192, 64, 192, 64, 192, 255, 255], read.Data, 0, 0);
        AssertSample([200, 10, 100, 20, 50, 30, 255, 255], read.Data, 1, 0);
        AssertSample([100, 100, 100, 100, 100, 100, 51, 255], read.Data, 2, 0);
        AssertSample([200, 10, 100, 20, 50, 30, 255, 0], read.Data, 3, 0);
        CollectionAssert.AreEqual(
            new[] { "2 pictures have transparent pixels", "1 picture has 16 bits a channel, and 8 are read" },
            read.Notes.ToArray()
        );
    }

    [TestMethod]
    [DataRow("white", 255, 255, 255)]
    [DataRow("black", 0, 0, 0)]
    [DataRow("#8040Ff", 128, 64, 255)]
    public void Transparent_pixels_lie_on_the_background_and_it_is_said(string name, int red, int green, int blue)
    {
        using var folder = new TestFolder();
        // Half transparent red, wholly transparent green, opaque blue, a quarter opaque white.
        Write(folder, "a.png", PictureFile.Png(4, 1, 4, 255, 0, 0, 128, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255, 64));
        var read = ImageFolder.Read(folder.Path, Small(3, 1, 4) with { Background = name });
        float On(int color, int ground, int alpha) => (color * alpha + ground * (255 - alpha)) / 255f;
        AssertSample(
            [
                On(255, red, 128),
                red,
                0,
                On(255, red, 64),
                On(0, green, 128),
                green,
                0,
                On(255, green, 64),
                On(0, blue, 128),
                blue,
                255,
                On(255, blue, 64),
            ],
            read.Data,
            0,
            0.51f
        );
        CollectionAssert.AreEqual(new[] { $"1 picture has transparent pixels, which lie on {name}" }, read.Notes.ToArray());
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() => ImageFolder.Read(folder.Path, Small(3) with { Background = "#12345" }))
                .Message,
            "The background '#12345' is no colour that is known; it must be white, black or #rrggbb"
        );
    }

    [TestMethod]
    public void Colours_stay_straight_and_weigh_as_much_as_they_are_opaque()
    {
        using var folder = new TestFolder();
        // Opaque red beside transparent green; half transparent red beside opaque blue.
        Write(folder, "a.png", PictureFile.Png(2, 2, 4, 255, 0, 0, 255, 0, 255, 0, 0, 255, 0, 0, 255, 0, 255, 0, 0));
        Write(folder, "b.png", PictureFile.Png(2, 1, 4, 255, 0, 0, 85, 0, 0, 255, 170));
        Write(folder, "c.png", PictureFile.Png(2, 1, 4, 10, 20, 30, 0, 30, 40, 50, 0));
        var same = ImageFolder.Read(folder.Path, Small(4, 2, 2)).Data;
        AssertSample([255, 0, 255, 0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0], same, 0, 0);
        var one = ImageFolder.Read(folder.Path, Small(4)).Data;
        AssertSample([255, 0, 0, 127.5f], one, 0, 1e-4f);
        AssertSample([85, 0, 170, 127.5f], one, 1, 1e-4f);
        AssertSample([20, 30, 40, 0], one, 2, 1e-4f);
        // On a background a resized picture is the resized picture on that background.
        AssertSample([255, 127.5f, 127.5f], ImageFolder.Read(folder.Path, Small(3)).Data, 0, 1e-4f);

        SampleGrid.Save(folder["out.png"], same.Sample(0), [4, 2, 2], same.Range, columns: 1, scale: 1);
        using var written = ImageDecoder.Decode(folder["out.png"], out _, out _)!;
        CollectionAssert.AreEqual(new byte[] { 255, 0, 0, 255, 0, 255, 0, 0 }, written.Pixels.Slice(20, 8).ToArray());
    }

    [TestMethod]
    [DataRow(3, 37, 5)]
    [DataRow(4, 37, 5)]
    [DataRow(3, 64, 64)]
    public void Every_value_of_a_picture_is_kept_and_shrinks_to_the_mean_of_its_area(int channels, int width, int height)
    {
        using var folder = new TestFolder();
        var random = new Random(2);
        var pixels = new byte[channels * width * height];
        random.NextBytes(pixels);
        Write(folder, "a.png", PictureFile.Png(width, height, channels, pixels));
        float[] Planes(Func<int, int, int, float> value, int columns, int rows) =>
            [
                .. from channel in Enumerable.Range(0, channels)
                from y in Enumerable.Range(0, rows)
                from x in Enumerable.Range(0, columns)
                select value(channel, y, x),
            ];
        var whole = ImageFolder.Read(folder.Path, Small(channels, height, width)).Data;
        var expected = Planes((channel, y, x) => pixels[(y * width + x) * channels + channel], width, height);
        // The first time it comes from what was kept, the second from the file.
        var forgotten = new ImageSamples([new ImageFile(folder.Path, "a.png")], Small(channels, height, width), keptBytes: 0);
        Assert.IsTrue(forgotten.Look(0, new float[expected.Length]).IsRead);
        var decoded = new float[expected.Length];
        forgotten.Read(0, decoded);
        CollectionAssert.AreEqual(expected, whole.Sample(0).ToArray());
        CollectionAssert.AreEqual(expected, decoded);
        if (channels == 4 || width % 2 > 0)
            return;
        var half = ImageFolder.Read(folder.Path, Small(channels, height / 2, width / 2)).Data;
        var means = Planes(
            (channel, y, x) =>
                Enumerable
                    .Range(0, 4)
                    .Average(i => (float)pixels[((2 * y + i / 2) * width + 2 * x + i % 2) * channels + channel]),
            width / 2,
            height / 2
        );
        AssertSample(means, half, 0, 1e-4f);
    }

    [TestMethod]
    public void A_file_that_changes_or_goes_later_is_named_and_what_was_kept_stays()
    {
        using var folder = new TestFolder();
        Write(folder, "a.png", Grey(50));
        Write(folder, "b.png", Grey(60));
        ImageFile[] files = [new(folder.Path, "a.png"), new(folder.Path, "b.png")];
        var (kept, forgotten) = (new ImageSamples(files, Small(1)), new ImageSamples(files, Small(1), keptBytes: 0));
        foreach (var samples in new[] { kept, forgotten })
        {
            for (var row = 0; row < 2; row++)
                Assert.IsTrue(samples.Look(row, new float[1]).IsRead);
        }

        File.WriteAllBytes(folder["a.png"], Grey(50)[..^20]);
        File.Delete(folder["b.png"]);
        var sample = new float[1];
        kept.Choose([1]).Read(0, sample);
        Assert.AreEqual(60, sample[0], "kept, so that it is not decoded twice");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => forgotten.Read(0, sample)).Message,
            $"'{folder["a.png"]}' has changed and cannot be read any more: it ends early"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => forgotten.Choose([1]).Read(0, sample)).Message,
            $"'{folder["b.png"]}' is no longer there"
        );
    }

    [TestMethod]
    public void Opening_can_be_stopped()
    {
        using var folder = new TestFolder();
        Write(folder, "a.png", Grey(50));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => ImageFolder.Read(folder.Path, Small(1), source.Token));
    }

    private static void AssertSample(float[] expected, Dataset data, int row, float tolerance)
    {
        var found = data.Sample(row).ToArray();
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], tolerance, $"value {i} of {string.Join(' ', found)}");
    }
}
