using System.Buffers.Binary;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Reporting;
using Microsoft.ML.Data;

namespace Gan.Tests.Training;

[TestClass]
public sealed class AnimationTests
{
    private static readonly ValueRange Range = new() { Minimum = 0, Maximum = 255 };

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    public void A_grid_s_file_has_the_samples_channels_and_is_read_back_by_another_reader(int channels)
    {
        using var folder = new TestFolder();
        var sample = Enumerable.Range(0, channels * 6).Select(i => (float)(i < 18 ? i * 10 : 255)).ToArray();
        var picture = SampleGrid.Draw(sample, [channels, 2, 3], Range, columns: 1, scale: 1);
        Assert.AreEqual(channels, picture.Channels);
        File.WriteAllBytes(folder["grid.png"], picture.Png);
        using var image = MLImage.CreateFromFile(folder["grid.png"]);
        Assert.AreEqual((5, 4), (image.Width, image.Height));
        var red = image.PixelFormat == MLPixelFormat.Bgra32 ? 2 : 0;
        for (var i = 0; i < 6; i++)
        {
            var at = ((1 + i / 3) * 5 + 1 + i % 3) * 4;
            Assert.AreEqual((byte)sample[i], image.Pixels[at + red], $"pixel {i}");
            Assert.AreEqual((byte)sample[channels == 1 ? i : 12 + i], image.Pixels[at + 2 - red], $"pixel {i}, blue");
        }
    }

    [TestMethod]
    public void An_animation_is_a_picture_whose_chunks_hold_every_frame_in_order()
    {
        using var folder = new TestFolder();
        var frames = new[] { 0f, 100, 200 }
            .Select(v => SampleGrid.Draw([v], [1, 1, 1], Range, columns: 1, scale: 2).Png)
            .ToArray();
        AnimatedPng.Save(folder["film.png"], frames, TimeSpan.FromMilliseconds(40), TimeSpan.FromSeconds(2));
        using (var image = MLImage.CreateFromFile(folder["film.png"]))
        {
            Assert.AreEqual((4, 4), (image.Width, image.Height));
            Assert.AreEqual(0, image.Pixels[(1 * 4 + 1) * 4]);
        }

        var chunks = Chunks(File.ReadAllBytes(folder["film.png"])).ToArray();
        Assert.AreEqual("IHDR acTL fcTL IDAT fcTL fdAT fcTL fdAT IEND", string.Join(' ', chunks.Select(c => c.Type)));
        Assert.AreEqual(3, BinaryPrimitives.ReadInt32BigEndian(chunks[1].Data));
        var numbered = chunks.Where(c => c.Type is "fcTL" or "fdAT").Select(c => BinaryPrimitives.ReadInt32BigEndian(c.Data));
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, numbered.ToArray());
        CollectionAssert.AreEqual(
            new[] { 40, 40, 2000 },
            chunks
                .Where(c => c.Type == "fcTL")
                .Select(c => (int)BinaryPrimitives.ReadUInt16BigEndian(c.Data.AsSpan(20)))
                .ToArray()
        );
        CollectionAssert.AreEqual(
            Chunks(frames[2]).Single(c => c.Type == "IDAT").Data,
            chunks[7].Data[4..],
            "the last frame's pixels are those of its own file"
        );
    }

    [TestMethod]
    public void An_ffmpeg_that_says_much_is_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The program that stands for ffmpeg here is a shell script.");
            return;
        }

        using var folder = new TestFolder();
        var run = new RunFolder(folder["run"]);
        Directory.CreateDirectory(Path.GetDirectoryName(run.Samples(1))!);
        SampleGrid.Save(run.Samples(1), [0], [1, 1, 1], Range, columns: 1, scale: 1);
        // More than a pipe holds, on both of its streams, before it reads; then its last argument becomes the movie.
        const string Script =
            "#!/bin/sh\nhead -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; cat > /dev/null\n"
            + "for last; do :; done; echo movie > \"$last\"\n";
        File.WriteAllText(folder["ffmpeg"], Script);
        File.SetUnixFileMode(folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", $"{folder.Path}:{path}");
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            CollectionAssert.AreEqual(new[] { run.Animation, run.Movie }, SampleMovie.Save(run, patience.Token).ToArray());
            Assert.AreEqual("movie\n", File.ReadAllText(run.Movie));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [TestMethod]
    public void Frames_that_do_not_fit_together_or_are_no_png_are_refused()
    {
        using var folder = new TestFolder();
        var small = SampleGrid.Draw([0], [1, 1, 1], Range, columns: 1, scale: 1).Png;
        var large = SampleGrid.Draw([0], [1, 1, 1], Range, columns: 1, scale: 2).Png;
        foreach (var bad in new[] { large, small[..^20], [1, 2, 3] })
            Assert.ThrowsExactly<GanException>(() => AnimatedPng.Save(folder["film.png"], [small, bad], TimeSpan.FromSeconds(1)));
        Assert.AreEqual(0, Directory.GetFiles(folder.Path).Length);
    }

    private static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        for (var at = 8; at < png.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            yield return (System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
    }
}
