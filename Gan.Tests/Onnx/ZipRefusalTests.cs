using System.Buffers.Binary;
using System.IO.Compression;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Tests.Onnx;

/// <summary>Zips that are damaged, or made to do harm.</summary>
[TestClass]
public sealed class ZipRefusalTests
{
    [TestMethod]
    [DataRow("../generator.onnx")]
    [DataRow("..\\generator.onnx")]
    [DataRow("/etc/passwd")]
    [DataRow("tiny/gan.json")]
    [DataRow("GAN.JSON")]
    [DataRow("weights.bin")]
    public void Another_name_is_refused(string name)
    {
        using var folder = new BundleFolder();
        BundleFolder.AssertRefused(folder.Zip((name, [1])), $"'{name}'", "is not a file of a bundle");
    }

    [TestMethod]
    public void A_name_that_comes_twice_is_refused()
    {
        using var folder = new BundleFolder();
        BundleFolder.AssertRefused(folder.Zip(("gan.json", [1])), "gan.json", "twice");
    }

    [TestMethod]
    public void A_model_card_is_allowed_and_not_read()
    {
        using var folder = new BundleFolder();
        Assert.IsTrue(GanBundle.Load(folder.Zip(("README.md", [1]))).HasGenerator);
    }

    [TestMethod]
    public void A_missing_manifest_or_model_is_refused()
    {
        using var folder = new BundleFolder();
        File.Delete(folder.PathOf("generator.onnx"));
        BundleFolder.AssertRefused(folder.Zip(), "generator.onnx is missing");
        File.Delete(Path.Combine(folder.Root, "tiny.zip"));
        File.Delete(folder.PathOf("gan.json"));
        BundleFolder.AssertRefused(folder.Zip(), "has no gan.json");
    }

    [TestMethod]
    public void Many_entries_are_refused_before_they_are_listed()
    {
        using var folder = new BundleFolder();
        var path = folder.Zip([.. Enumerable.Range(0, 5_000).Select(i => ($"{i}", Array.Empty<byte>()))]);
        BundleFolder.AssertRefused(path, "5003 entries");

        // The end may lie about it: then the directory is too long, or not where it should be.
        var zip = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 3);
        File.WriteAllBytes(path, zip);
        BundleFolder.AssertRefused(path, "directory is not where its end says");
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.Length - 10), 150);
        File.WriteAllBytes(path, zip);
        BundleFolder.AssertRefused(path, "directory is not where its end says");
    }

    [TestMethod]
    public void A_file_that_unpacks_to_more_than_it_claims_is_refused_without_unpacking_it()
    {
        // A gigabyte of zeros in about a megabyte, under the name of a model that claims the length and hash of the true one.
        using var folder = new BundleFolder();
        var honest = new FileInfo(folder.PathOf("generator.onnx")).Length;
        File.Move(folder.PathOf("generator.onnx"), Path.Combine(folder.Root, "true.onnx"));
        var path = folder.Zip();
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using var bomb = zip.CreateEntry("generator.onnx", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 256; i++)
                bomb.Write(zeros);
        }

        BundleFolder.AssertRefused(path, "generator.onnx is 268435456 bytes long");
        var bytes = File.ReadAllBytes(path);
        Assert.IsLessThan(4 << 20, bytes.Length);
        ClaimLength(bytes, "generator.onnx", (uint)honest);
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        BundleFolder.AssertRefused(path);
        Assert.IsLessThan(4L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void A_file_that_claims_too_much_is_refused_without_room_being_made_for_it()
    {
        using var folder = new BundleFolder();
        var path = folder.Zip();
        var bytes = File.ReadAllBytes(path);
        ClaimLength(bytes, "gan.json", 0x7FFFFFFF);
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        BundleFolder.AssertRefused(path, "gan.json is 2147483647 bytes long");
        Assert.IsLessThan(1L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void A_zip_that_is_truncated_anywhere_is_refused()
    {
        using var stream = new MemoryStream();
        TinyBundle.Make().Write(stream);
        var whole = stream.ToArray();
        for (var length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 300))
        {
            using var part = new MemoryStream(whole[..length]);
            StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => GanBundle.Read(part)).Message, "is refused: ");
        }
    }

    [TestMethod]
    public void A_stream_that_never_ends_or_fails_is_refused()
    {
        using var failing = new EndlessStream(failAfter: 1000);
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => GanBundle.Read(failing)).Message, "the cable was cut");
        using var endless = new EndlessStream(failAfter: int.MaxValue);
        var message = Assert
            .ThrowsExactly<GanException>(() => GanBundle.ReadToEnd(endless, limit: 10_000, new BundleOrigin("from a stream")))
            .Message;
        StringAssert.Contains(message, "longer than 10000 bytes");
    }

    // Rewrites the length that the zip's directory gives for a file.
    private static void ClaimLength(byte[] zip, string name, uint length)
    {
        var found = 0;
        for (var i = 0; i + 46 + name.Length <= zip.Length; i++)
        {
            if (
                zip.AsSpan(i, 4).SequenceEqual("PK\u0001\u0002"u8)
                && zip.AsSpan(i + 46, name.Length).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(name))
            )
            {
                BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(i + 24), length);
                found++;
            }
        }

        Assert.AreEqual(1, found);
    }

    private sealed class EndlessStream(int failAfter) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_read >= failAfter)
                throw new IOException("the cable was cut.");
            count = Math.Min(count, 100);
            _read += count;
            return count;
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
