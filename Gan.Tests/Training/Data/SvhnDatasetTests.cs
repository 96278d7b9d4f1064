using System.Buffers.Binary;
using System.IO.Compression;
using Gan.Onnx;
using Gan.Training.Data;

namespace Gan.Tests.Training.Data;

/// <summary>SVHN's MATLAB files, written here by the format's description.</summary>
[TestClass]
public sealed class SvhnDatasetTests
{
    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public void Pictures_are_turned_to_rows_and_label_10_is_the_digit_0(bool packed, bool asDouble)
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["train_32x32.mat"], Whole(packed, asDouble));
        Assert.IsTrue(SvhnDataset.IsSvhnFolder(folder["."]));
        var data = Dataset.FromSvhnFolder(folder["."]);
        Assert.AreEqual("svhn", data.Name);
        CollectionAssert.AreEqual(new[] { 3, 32, 32 }, data.Shape.ToArray());
        CollectionAssert.AreEqual(new[] { 1, 0, 9 }, data.Labels!.ToArray());
        for (var n = 0; n < 3; n++)
        for (var c = 0; c < 3; c++)
        for (var y = 0; y < 32; y++)
        for (var x = 0; x < 32; x++)
            Assert.AreEqual(Pixel(y, x, c, n), data.Sample(n)[(c * 32 + y) * 32 + x]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_file_that_ends_early_is_refused(bool packed)
    {
        using var folder = new TestFolder();
        var whole = Whole(packed, asDouble: true);
        for (var length = 0; length < whole.Length; length += length < 400 || length > whole.Length - 200 ? 1 : 97)
        {
            File.WriteAllBytes(folder["cut.mat"], whole[..length]);
            var e = Assert.ThrowsExactly<GanException>(() => Dataset.FromSvhn(folder["cut.mat"]), $"{length}");
            StringAssert.Contains(e.Message, "cut.mat");
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_changed_file_is_read_or_refused_in_a_sentence(bool packed)
    {
        using var folder = new TestFolder();
        var whole = Whole(packed, asDouble: false);
        var refused = 0;
        for (var place = 124; place < whole.Length; place += place < 400 || place > whole.Length - 200 ? 1 : 97)
        {
            foreach (var change in new byte[] { 0x01, 0x80, 0xFF })
            {
                var changed = (byte[])whole.Clone();
                changed[place] ^= change;
                File.WriteAllBytes(folder["changed.mat"], changed);
                try
                {
                    Assert.AreEqual(3, Dataset.FromSvhn(folder["changed.mat"]).Count);
                }
                catch (GanException)
                {
                    refused++;
                }
            }
        }

        Assert.IsTrue(refused > 100, $"{refused}");
    }

    [TestMethod]
    public void Every_packed_change_within_the_packed_bytes_is_noticed()
    {
        using var folder = new TestFolder();
        var whole = Whole(packed: true, asDouble: false);
        // The last four bytes of each packed element are its checksum.
        whole[^1] ^= 1;
        File.WriteAllBytes(folder["changed.mat"], whole);
        Assert.ThrowsExactly<GanException>(() => Dataset.FromSvhn(folder["changed.mat"]));
    }

    [TestMethod]
    public void A_claimed_size_without_data_makes_no_room()
    {
        using var folder = new TestFolder();
        // 32 x 32 x 3 x 300,000 bytes are said to follow, and none do; packed, where only the inner tag says how long it is.
        const int length = 3072 * 300_000;
        byte[] body =
        [
            .. Element(6, [2, 0, 0, 0, 0, 0, 0, 0]),
            .. Element(5, Integers(32, 32, 3, 300_000)),
            .. Element(1, "X"u8),
            .. Tag(2, length),
        ];
        File.WriteAllBytes(folder["claims.mat"], [.. Header(), .. Pack([.. Tag(14, length + 64), .. body])]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsExactly<GanException>(() => Dataset.FromSvhn(folder["claims.mat"]));
        Assert.IsTrue(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        File.WriteAllBytes(folder["huge.mat"], [.. Header(), .. Pack(Tag(14, int.MaxValue))]);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => Dataset.FromSvhn(folder["huge.mat"])).Message,
            "2147483647 bytes"
        );
    }

    [TestMethod]
    public void What_is_not_SVHN_is_refused_for_what_it_is()
    {
        using var folder = new TestFolder();
        byte[] x = Matrix("X", 2, [32, 32, 3, 2], new byte[6144]),
            y = Matrix("y", 2, [2, 1], [1, 2]);
        var bigEndian = Header();
        (bigEndian[124], bigEndian[125], bigEndian[126], bigEndian[127]) = (1, 0, (byte)'M', (byte)'I');
        foreach (
            var (expected, content) in new (string, byte[])[]
            {
                ("no little-endian MATLAB file", [.. bigEndian, .. x, .. y]),
                ("does not hold the variable 'y'", [.. Header(), .. x]),
                ("'X' is there twice", [.. Header(), .. x, .. x, .. y]),
                ("labels are 1 to 10", [.. Header(), .. x, .. Matrix("y", 2, [2, 1], [1, 11])]),
                (
                    "labels are 1 to 10",
                    [.. Header(), .. x, .. Matrix("y", 9, [2, 1], [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(1.0)])]
                ),
                ("2 x 1 labels", [.. Header(), .. x, .. Matrix("y", 2, [3, 1], [1, 2, 3])]),
                ("32 x 32 x 3 x N bytes", [.. Header(), .. Matrix("X", 2, [28, 28, 3, 2], new byte[28 * 28 * 6]), .. y]),
                ("2147483647 x 2147483647", [.. Header(), .. Matrix("X", 2, [int.MaxValue, int.MaxValue], new byte[8]), .. y]),
                ("numbers are", [.. Header(), .. Matrix("X", 2, [32, 32, 3, 3], new byte[6144]), .. y]),
            }
        )
        {
            File.WriteAllBytes(folder["other.mat"], content);
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => Dataset.FromSvhn(folder["other.mat"])).Message,
                expected
            );
        }
    }

    private static byte Pixel(int y, int x, int c, int n) => (byte)(y * 7 + x * 3 + c * 50 + n);

    private static byte[] Whole(bool packed, bool asDouble)
    {
        // The first dimension, the row, runs fastest.
        var pixels = new List<byte>();
        for (var n = 0; n < 3; n++)
        for (var c = 0; c < 3; c++)
        for (var x = 0; x < 32; x++)
        for (var y = 0; y < 32; y++)
            pixels.Add(Pixel(y, x, c, n));
        double[] labels = [1, 10, 9];
        byte[][] variables =
        [
            Matrix("note", 2, [1, 4], "abcd"u8.ToArray()),
            Matrix("X", 2, [32, 32, 3, 3], [.. pixels]),
            asDouble
                ? Matrix("y", 9, [3, 1], [.. labels.SelectMany(BitConverter.GetBytes)])
                : Matrix("y", 2, [3, 1], [.. labels.Select(l => (byte)l)]),
        ];
        return [.. Header(), .. variables.SelectMany(v => packed ? Pack(v) : v)];
    }

    private static byte[] Header()
    {
        var header = Enumerable.Repeat((byte)' ', 128).ToArray();
        "MATLAB 5.0 MAT-file"u8.CopyTo(header);
        (header[124], header[125], header[126], header[127]) = (0, 1, (byte)'I', (byte)'M');
        return header;
    }

    private static byte[] Matrix(string name, int type, int[] dimensions, byte[] values)
    {
        // The array's class: 9 unsigned bytes, 6 doubles.
        byte[] flags = [(byte)(type == 2 ? 9 : 6), 0, 0, 0, 0, 0, 0, 0];
        byte[] parts =
        [
            .. Element(6, flags),
            .. Element(5, Integers(dimensions)),
            .. Element(1, System.Text.Encoding.ASCII.GetBytes(name)),
            .. Element(type, values),
        ];
        return [.. Tag(14, parts.Length), .. parts];
    }

    /// <summary>Four bytes and fewer go into the tag; others are filled up to a multiple of eight.</summary>
    private static byte[] Element(int type, ReadOnlySpan<byte> values)
    {
        if (values.Length > 4)
            return [.. Tag(type, values.Length), .. values, .. new byte[(8 - values.Length % 8) % 8]];
        return [.. BitConverter.GetBytes(type | values.Length << 16), .. values, .. new byte[4 - values.Length]];
    }

    private static byte[] Pack(byte[] element)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal))
            stream.Write(element);
        return [.. Tag(15, (int)packed.ToArray().Length), .. packed.ToArray()];
    }

    private static byte[] Tag(int type, int length) => [.. Integers(type, length)];

    private static byte[] Integers(params int[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }
}
