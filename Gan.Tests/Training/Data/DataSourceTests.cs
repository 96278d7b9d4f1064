using System.Buffers.Binary;
using System.IO.Compression;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Identification;
using Gan.Training.Reporting;
using Microsoft.ML;

namespace Gan.Tests.Training.Data;

[TestClass]
public sealed class DataSourceTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Idx_pictures_and_labels_are_read(bool packed)
    {
        using var folder = new TestFolder();
        WriteIdx(folder["train-images-idx3-ubyte"], packed, [2, 2, 3], [.. Enumerable.Range(0, 12).Select(i => (byte)(i * 20))]);
        WriteIdx(folder["train-labels-idx1-ubyte"], packed, [2], [7, 3]);
        var data = Dataset.FromIdxFolder(folder.Path);
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, data.Shape.ToArray());
        CollectionAssert.AreEqual(new float[] { 120, 140, 160, 180, 200, 220 }, data.Sample(1).ToArray());
        CollectionAssert.AreEqual(new[] { 7, 3 }, data.Labels!.ToArray());
        Assert.IsTrue(IdxDataset.IsIdxFolder(folder.Path));
    }

    [TestMethod]
    public void A_damaged_idx_file_is_refused()
    {
        using var folder = new TestFolder();
        WriteIdx(folder["short"], false, [3, 2, 2], new byte[11]);
        WriteIdx(folder["labels"], false, [5], new byte[5]);
        WriteIdx(folder["images"], false, [2, 2, 2], new byte[8]);
        File.WriteAllText(folder["text"], "hello");
        foreach (
            var act in new Action[]
            {
                () => Dataset.FromIdx(folder["short"]),
                () => Dataset.FromIdx(folder["labels"]),
                () => Dataset.FromIdx(folder["text"]),
                () => Dataset.FromIdx(folder["images"], folder["labels"]),
                () => Dataset.FromIdx(folder["missing"]),
            }
        )
            Assert.IsTrue(Assert.ThrowsExactly<GanException>(act).Message.Length > 20);
    }

    [TestMethod]
    public void Cifar10_batches_are_read_with_their_labels()
    {
        using var folder = new TestFolder();
        var picture = new byte[3073];
        picture[0] = 4;
        picture[1] = 255;
        picture[1 + 1024] = 10;
        File.WriteAllBytes(folder["one.bin"], [.. picture, .. new byte[3073]]);
        var data = Dataset.FromCifar10(folder["one.bin"]);
        Assert.AreEqual(2, data.Count);
        Assert.AreEqual((255f, 10f), (data.Sample(0)[0], data.Sample(0)[1024]));
        CollectionAssert.AreEqual(new[] { 4, 0 }, data.Labels!.ToArray());
        CollectionAssert.AreEqual(new[] { "airplane", "deer" }, data.ClassNames!.ToArray());
        File.WriteAllBytes(folder["cut.bin"], picture[..3000]);
        Assert.ThrowsExactly<GanException>(() => Dataset.FromCifar10(folder["cut.bin"]));
    }

    [TestMethod]
    public void Several_batches_of_cifar10_are_one_after_the_other_and_the_same_data_as_one()
    {
        using var folder = new TestFolder();
        byte[] bytes = [.. Enumerable.Range(0, 5).SelectMany(i => Enumerable.Repeat((byte)i, 3073))];
        File.WriteAllBytes(folder["one.bin"], bytes[..(2 * 3073)]);
        File.WriteAllBytes(folder["two.bin"], bytes[(2 * 3073)..]);
        File.WriteAllBytes(folder["all.bin"], bytes);
        var (joined, whole) = (Dataset.FromCifar10(folder["one.bin"], folder["two.bin"]), Dataset.FromCifar10(folder["all.bin"]));
        Assert.AreEqual("0 1 2 3 4", string.Join(' ', Enumerable.Range(0, joined.Count).Select(i => joined.Sample(i)[3071])));
        Assert.AreEqual("4 1 2", string.Join(' ', Enumerable.Range(0, 3).Select(i => joined.Select([4, 1, 2]).Sample(i)[0])));
        CollectionAssert.AreEqual(whole.Samples.ToArray(), joined.Samples.ToArray());
        CollectionAssert.AreEqual(whole.Labels!.ToArray(), joined.Labels!.ToArray());
        Assert.AreEqual(DataIdentity.Of(whole).Values, DataIdentity.Of(joined).Values);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_large_file_is_in_memory_once(bool packed)
    {
        using var folder = new TestFolder();
        var values = new byte[8 << 20];
        new Random(1).NextBytes(values);
        WriteIdx(folder["pictures"], packed, [8192, 32, 32], values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var data = Dataset.FromIdx(folder["pictures"] + (packed ? ".gz" : ""));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.AreEqual(values[^1], data.Sample(8191)[1023]);
        Assert.IsTrue(allocated < 1.2 * values.Length, $"{allocated} bytes for {values.Length}");
    }

    [TestMethod]
    public void A_packed_file_that_claims_to_be_large_takes_no_more_memory_than_it_can_hold()
    {
        using var folder = new TestFolder();
        WriteIdx(folder["small"], true, [2, 2, 2], new byte[8]);
        var packed = File.ReadAllBytes(folder["small.gz"]);
        // The last four bytes are how long the contents are.
        File.WriteAllBytes(folder["large.gz"], [.. packed[..^4], 255, 255, 255, 127]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.ThrowsExactly<GanException>(() => Dataset.FromIdx(folder["large.gz"]));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        StringAssert.Contains(e.Message, "truncated or damaged");
        Assert.IsTrue(allocated < 1 << 20, $"{allocated} bytes");
    }

    [TestMethod]
    public void Pictures_of_mixed_sizes_in_class_folders_become_samples()
    {
        using var folder = new TestFolder();
        // A grid of one picture has a frame of one white pixel; 2 x 6 around a middle of one colour.
        Directory.CreateDirectory(folder["pictures/cat"]);
        Directory.CreateDirectory(folder["pictures/dog"]);
        WritePicture(folder["pictures/cat/a.png"], 8, 8, 40);
        WritePicture(folder["pictures/dog/b.png"], 16, 16, 200);
        WritePicture(folder["pictures/dog/c.png"], 30, 12, 120);
        File.WriteAllText(folder["pictures/dog/broken.png"], "no picture");
        File.WriteAllText(folder["pictures/dog/notes.txt"], "not looked at");
        var read = ImageFolder.Read(
            folder["pictures"],
            new ImageFolderOptions
            {
                Height = 4,
                Width = 4,
                Channels = 1,
            }
        );
        Assert.AreEqual(3, read.Data.Count);
        CollectionAssert.AreEqual(new[] { 0, 1, 1 }, read.Data.Labels!.ToArray());
        CollectionAssert.AreEqual(new[] { "cat", "dog" }, read.Data.ClassNames!.ToArray());
        // Away from the white frame the colour is as it was.
        Assert.AreEqual(40, read.Data.Sample(0)[5], 1);
        Assert.AreEqual(200, read.Data.Sample(1)[5], 1);
        Assert.AreEqual(1, read.Skipped.Count);
        StringAssert.Contains(read.Skipped[0], "broken.png");
        var e = Assert.ThrowsExactly<GanException>(() =>
            ImageFolder.Read(folder["pictures"], new ImageFolderOptions { Strict = true })
        );
        StringAssert.Contains(e.Message, "broken.png");
        Directory.CreateDirectory(folder["empty"]);
        Assert.ThrowsExactly<GanException>(() => ImageFolder.Read(folder["empty"]));
        Assert.ThrowsExactly<GanException>(() => ImageFolder.Read(folder["nowhere"]));
    }

    [TestMethod]
    public void An_mlnet_view_becomes_a_data_set()
    {
        var ml = new MLContext();
        var view = ml.Data.LoadFromEnumerable(
            new[]
            {
                new Row
                {
                    Features = [1, 2, 3],
                    Kind = "b",
                    Number = 2,
                },
                new Row
                {
                    Features = [4, 5, 6],
                    Kind = "a",
                    Number = -1,
                },
                new Row
                {
                    Features = [7, 8, 9],
                    Kind = "",
                    Number = 0,
                },
            }
        );
        var named = Dataset.FromDataView(view, "Features", "Kind");
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, named.Samples.ToArray());
        CollectionAssert.AreEqual(new[] { 1, 0, -1 }, named.Labels!.ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b" }, named.ClassNames!.ToArray());
        Assert.AreEqual((1.0, 9.0), (named.Range.Minimum, named.Range.Maximum));
        CollectionAssert.AreEqual(
            new[] { 2, -1, 0 },
            Dataset.FromDataView(view, "Features", "Number", new ValueRange { Minimum = 0, Maximum = 10 }).Labels!.ToArray()
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => Dataset.FromDataView(view, "Feature")).Message,
            "Columns: Features, Kind, Number"
        );
        Assert.ThrowsExactly<GanException>(() => Dataset.FromDataView(view, "Kind"));
    }

    [TestMethod]
    public void Pictures_are_the_same_whether_they_stay_in_memory_or_not()
    {
        using var folder = new TestFolder();
        // With the frame that a grid has around it: two of the samples' size, whose values are whole, and two of others.
        foreach (var (name, side) in new[] { ("a", 8), ("b", 8), ("c", 11), ("d", 5) })
            WritePicture(
                folder[$"{name}.png"],
                side,
                side + 1,
                [.. Enumerable.Range(0, side * (side + 1)).Select(i => i * 7f % 256)]
            );
        var options = new ImageFolderOptions { Height = 10, Width = 11 };
        ImageFile[] files = [.. "abcd".Select(name => new ImageFile(folder.Path, $"{name}.png"))];
        var size = 3 * 10 * 11;
        var (never, always) = (new ImageSamples(files, options, keptBytes: 0), new ImageSamples(files, options));
        // Room for one of the two whole ones beside one of four bytes a value.
        var some = new ImageSamples(files, options, keptBytes: 5 * size);
        var expected = new float[4 * size];
        never.Read([0, 1, 2, 3], expected);
        Assert.IsTrue(expected[..size].All(v => v == (int)v) && expected[(2 * size)..].Any(v => v != (int)v));
        var found = new float[4 * size];
        var together = new ImageSamples(files, options, threads: 3);
        foreach (var source in new[] { always, always, some, some, together, together })
        {
            Array.Fill(found, -1);
            source.Read([0, 1, 2, 3], found);
            CollectionAssert.AreEqual(expected, found);
        }

        // What stayed is not read again; what did not is.
        foreach (var file in files)
            File.Delete(file.Path);
        Array.Fill(found, -1);
        always.Read([3, 2, 1, 0], found);
        CollectionAssert.AreEqual(expected[..size], found[(3 * size)..]);
        some.Read(0, found.AsSpan(0, size));
        Assert.ThrowsExactly<GanException>(() => some.Read(3, found.AsSpan(0, size)));
        Assert.ThrowsExactly<GanException>(() => never.Read(0, found.AsSpan(0, size)));
        var broken = new ImageSamples(files, options, threads: 3);
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => broken.Read([0, 1], found)).Message, "no longer there");
    }

    [TestMethod]
    public void Published_pictures_and_folders_are_not_copied_by_a_choice_of_rows()
    {
        var data = new Dataset("b", [2], new ByteSamples([1, 2, 3, 4, 5, 6], 2), [7, 8, 9], ByteSamples.Range);
        var chosen = data.Select([2, 0, 2]).Select([1, 2]);
        CollectionAssert.AreEqual(new float[] { 1, 2, 5, 6 }, chosen.Samples.ToArray());
        CollectionAssert.AreEqual(new[] { 7, 9 }, chosen.Labels!.ToArray());
        CollectionAssert.AreEqual(new float[] { 5, 6 }, chosen.Sample(1).ToArray());
        Assert.IsFalse(chosen.HasMissing);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.WithoutLabels().Select([3]));
    }

    [TestMethod]
    public void More_samples_than_an_array_holds_are_refused_in_a_sentence()
    {
        var one = new Dataset("one", [1 << 16], new float[1 << 16], null, ByteSamples.Range);
        var e = Assert.ThrowsExactly<GanException>(() => one.Select(new int[1 << 16]));
        StringAssert.Contains(e.Message, "65536 samples of 65536 values are more than the");
    }

    [TestMethod]
    public void A_missing_value_of_a_view_is_named()
    {
        var ml = new MLContext();
        IDataView View(float value) =>
            ml.Data.LoadFromEnumerable(
                new[]
                {
                    new Row { Features = [1, 2, 3] },
                    new Row { Features = [4, value, 6] },
                }
            );
        foreach (
            var range in new[]
            {
                null,
                new ValueRange { Minimum = 0, Maximum = 9 },
            }
        )
        {
            var e = Assert.ThrowsExactly<GanException>(() => Dataset.FromDataView(View(float.NaN), "Features", range: range));
            StringAssert.Contains(e.Message, "'Features' has a missing value (NaN) in row 2, place 2 of 3. Replace missing");
        }

        foreach (var allowMissing in new[] { true, false })
        {
            var e = Assert.ThrowsExactly<GanException>(() =>
                Dataset.FromDataView(View(float.PositiveInfinity), "Features", allowMissing: allowMissing)
            );
            StringAssert.Contains(e.Message, "'Features' has an infinite value in row 2, place 2 of 3");
        }

        var allowed = Dataset.FromDataView(View(float.NaN), "Features", allowMissing: true);
        Assert.IsTrue(allowed.HasMissing);
        Assert.AreEqual((1.0, 6.0), (allowed.Range.Minimum, allowed.Range.Maximum));
    }

    [TestMethod]
    [DataRow("-1 +1 -1", "1 0 1", "+1 -1")]
    [DataRow("01 1 01", "0 1 0", "01 1")]
    [DataRow("3 0 12", "3 0 12", "0 3 12")]
    [DataRow("3 0 x", "1 0 2", "0 3 x")]
    public void Labels_of_text_are_told_apart_as_they_are_written(string labels, string numbers, string names)
    {
        var view = new MLContext().Data.LoadFromEnumerable(
            labels.Split(' ').Select(kind => new Row { Features = [1, 2, 3], Kind = kind })
        );
        var data = Dataset.FromDataView(view, "Features", "Kind");
        Assert.AreEqual(numbers, string.Join(' ', data.Labels!));
        Assert.AreEqual(names, string.Join(' ', data.ClassNames!));
    }

    [TestMethod]
    [DataRow("Size")]
    [DataRow("IsLarge")]
    public void Labels_of_keys_are_called_what_the_keys_are_of(string column)
    {
        var ml = new MLContext();
        var view = ml.Data.LoadFromEnumerable(
            new byte[] { 1, 0, 1 }.Select(size => new Row { Features = [1, 2, 3], Size = size })
        );
        view = ml.Transforms.Conversion.MapValueToKey("Key", column).Fit(view).Transform(view);
        var data = Dataset.FromDataView(view, "Features", "Key");
        Assert.AreEqual("0 1 0", string.Join(' ', data.Labels!));
        Assert.AreEqual("1 0", string.Join(' ', data.ClassNames!));
    }

    private static void WriteIdx(string path, bool packed, int[] dimensions, byte[] values)
    {
        var header = new byte[4 + 4 * dimensions.Length];
        (header[2], header[3]) = (8, (byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        using var file = File.Create(path + (packed ? ".gz" : ""));
        using Stream stream = packed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write([.. header, .. values]);
    }

    private static void WritePicture(string path, int height, int width, float value) =>
        WritePicture(path, height, width, [.. Enumerable.Repeat(value, height * width)]);

    private static void WritePicture(string path, int height, int width, float[] pixels)
    {
        SampleGrid.Save(path, pixels, [1, height, width], new ValueRange { Minimum = 0, Maximum = 255 }, columns: 1, scale: 1);
    }

    private sealed class Row
    {
        [Microsoft.ML.Data.VectorType(3)]
        public float[] Features { get; set; } = [];

        public string Kind { get; set; } = "";

        public int Number { get; set; }

        public byte Size { get; set; }

        public bool IsLarge => Size > 0;
    }
}
