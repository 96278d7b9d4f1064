using Gan.MLNet;
using Gan.Training.Data;
using SkiaSharp;

namespace Gan.Tests.Training.Data;

/// <summary>Pictures that a camera held another way.</summary>
[TestClass]
public sealed class PictureOrientationTests
{
    [TestMethod]
    [DataRow(1, "abc def")]
    [DataRow(2, "cba fed")]
    [DataRow(3, "fed cba")]
    [DataRow(4, "def abc")]
    [DataRow(5, "ad be cf")]
    [DataRow(6, "da eb fc")]
    [DataRow(7, "fc eb da")]
    [DataRow(8, "cf be ad")]
    public void Pictures_are_turned_as_the_camera_says(int orientation, string seen)
    {
        using var folder = new TestFolder();
        byte[] levels = [20, 60, 100, 140, 180, 220];
        File.WriteAllBytes(folder["a.jpg"], PictureFile.Oriented(PictureFile.Blocks(3, levels), (byte)orientation));
        var rows = seen.Split(' ');
        var read = ImageFolder.Read(folder.Path, Grey(rows.Length, rows[0].Length));
        AssertSample([.. rows.SelectMany(r => r).Select(c => (float)levels[c - 'a'])], read.Data, 0, 1);
    }

    [TestMethod]
    [DataRow(1, "abc def")]
    [DataRow(3, "fed cba")]
    [DataRow(6, "da eb fc")]
    [DataRow(8, "cf be ad")]
    public void PNG_and_WebP_files_are_turned_as_the_camera_says_too(int orientation, string seen)
    {
        using var folder = new TestFolder();
        byte[] levels = [20, 60, 100, 140, 180, 220];
        var png = PictureFile.Blocks(3, levels, SKEncodedImageFormat.Png);
        var webp = PictureFile.Blocks(3, levels, SKEncodedImageFormat.Webp);
        var (little, big) = (PictureFile.Exif((byte)orientation), PictureFile.Exif((byte)orientation, little: false));
        File.WriteAllBytes(folder["a.png"], PictureFile.OrientedPng(png, little));
        File.WriteAllBytes(folder["b.png"], PictureFile.OrientedPng(png, big, last: true));
        File.WriteAllBytes(folder["c.webp"], PictureFile.OrientedWebP(webp, little));
        File.WriteAllBytes(folder["d.webp"], PictureFile.OrientedWebP(webp, [.. "Exif\0\0"u8, .. big]));
        var rows = seen.Split(' ');
        var read = ImageFolder.Read(folder.Path, Grey(rows.Length, rows[0].Length));
        Assert.IsEmpty(read.Skipped);
        for (var row = 0; row < 4; row++)
            AssertSample([.. rows.SelectMany(r => r).Select(c => (float)levels[c - 'a'])], read.Data, row, 1);
    }

    [TestMethod]
    public void Damaged_tags_of_a_camera_are_passed_over()
    {
        using var folder = new TestFolder();
        byte[] levels = [20, 60];
        var png = PictureFile.Blocks(2, levels, SKEncodedImageFormat.Png);
        var good = PictureFile.Exif(3);
        byte[][] damaged =
        [
            [],
            good[..9],
            good[..20],
            [.. good[..4], 255, 255, 255, 255, .. good[8..]],
            [.. good[..4], 200, 0, 0, 0, .. good[8..]],
            [.. good[..8], 255, 255, .. good[10..^6]],
            [.. good[..18], 9, .. good[19..]],
            [.. "XX*\0"u8, .. good[4..]],
        ];
        for (var i = 0; i < damaged.Length; i++)
            File.WriteAllBytes(folder[$"{i}.png"], PictureFile.OrientedPng(png, damaged[i]));
        var read = ImageFolder.Read(folder.Path, Grey(1, 2));
        Assert.AreEqual(damaged.Length, read.Data.Count);
        for (var row = 0; row < damaged.Length; row++)
            AssertSample([20, 60], read.Data, row, 1);
    }

    private static ImageFolderOptions Grey(int height, int width) =>
        new()
        {
            Channels = 1,
            Height = height,
            Width = width,
            Fitting = ImageFitting.Stretch,
        };

    private static void AssertSample(float[] expected, Dataset data, int row, float tolerance)
    {
        var found = data.Sample(row).ToArray();
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], tolerance, $"value {i} of {string.Join(' ', found)}");
    }
}
