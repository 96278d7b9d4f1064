using System.Text;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class BundleTests
{
    [TestMethod]
    public void A_folder_gives_back_what_was_saved()
    {
        var bundle = TinyBundle.Make();
        using var folder = new BundleFolder(bundle);

        AssertSame(bundle, GanBundle.Load(folder.Folder));

        CollectionAssert.AreEquivalent(
            new[] { "gan.json", "generator.onnx", "discriminator.onnx" },
            Directory.GetFileSystemEntries(folder.Folder).Select(Path.GetFileName).ToArray()
        );
        CollectionAssert.AreEqual(new[] { folder.Folder }, Directory.GetFileSystemEntries(folder.Root), "nothing else is left");
    }

    [TestMethod]
    public void The_manifest_text_has_the_members_of_the_format()
    {
        using var folder = new BundleFolder();
        var manifest = JsonNode.Parse(File.ReadAllText(folder.PathOf("gan.json")))!;

        Assert.AreEqual(6, (int)manifest["formatVersion"]!);
        Assert.AreEqual("linear", (string?)manifest["method"]);
        Assert.AreEqual("image", (string?)manifest["data"]!["kind"]);
        Assert.AreEqual("[1,8,8]", manifest["data"]!["shape"]!.ToJsonString());
        Assert.AreEqual(16, (double)manifest["data"]!["valueRange"]!["maximum"]!);
        Assert.AreEqual("normal", (string?)manifest["latent"]!["distribution"]);
        Assert.AreEqual("higher-is-abnormal", (string?)manifest["score"]!["direction"]);
        Assert.AreEqual(TinyBundle.Threshold, (double)manifest["score"]!["threshold"]!);
        Assert.AreEqual(5, (int)manifest["features"]!["count"]!);
        Assert.AreEqual("auc", (string?)manifest["metrics"]![0]!["name"]);
        Assert.AreEqual(ulong.MaxValue, (ulong)manifest["training"]!["seed"]!);
        Assert.AreEqual("2026-01-02T03:04:05+00:00", (string?)manifest["training"]!["startedUtc"]);
        Assert.AreEqual("0.106.0", (string?)manifest["packages"]!["TorchSharp"]);
        Assert.IsNotNull((string?)manifest["packages"]!["Gan"]);
        Assert.AreEqual(
            new FileInfo(folder.PathOf("generator.onnx")).Length,
            (long)manifest["files"]!.AsArray().Single(f => (string?)f!["name"] == "generator.onnx")!["bytes"]!
        );
    }

    [TestMethod]
    public void A_zip_gives_back_what_was_written_and_always_has_the_same_bytes()
    {
        var bundle = TinyBundle.Make();
        using var first = new MemoryStream();
        using var second = new ForwardStream();
        bundle.Write(first);
        TinyBundle.Make().Write(second);

        CollectionAssert.AreEqual(first.ToArray(), second.Content.ToArray());
        AssertSame(bundle, GanBundle.Read(first));
        using var forward = new ForwardStream(first.ToArray());
        AssertSame(bundle, GanBundle.Read(forward));
    }

    [TestMethod]
    public void A_zip_from_another_tool_is_read()
    {
        using var folder = new BundleFolder();
        AssertSame(TinyBundle.Make(), GanBundle.Load(folder.Zip()));
    }

    [TestMethod]
    public void What_is_written_is_a_zip_for_other_tools()
    {
        using var stream = new MemoryStream();
        TinyBundle.Make().Write(stream);
        using var zip = new System.IO.Compression.ZipArchive(stream);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using var opened = entry.Open();
            opened.CopyTo(content);
            Assert.AreEqual(entry.Length, content.Length);
            Assert.AreEqual(1980, entry.LastWriteTime.Year);
            Assert.AreEqual(CrcBitByBit(content.ToArray()), entry.Crc32, entry.FullName);
        }

        Assert.HasCount(3, zip.Entries);
    }

    [TestMethod]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void Either_model_may_be_absent(bool generator, bool discriminator)
    {
        using var folder = new BundleFolder(TinyBundle.Make([7], generator: generator, discriminator: discriminator));
        var bundle = GanBundle.Load(folder.Folder);

        Assert.AreEqual(generator, bundle.HasGenerator);
        Assert.AreEqual(discriminator, bundle.HasDiscriminator);
        Assert.AreEqual(generator, bundle.Manifest.Latent is not null);
        Assert.AreEqual(discriminator, bundle.Manifest.Score is not null && bundle.Manifest.Features is not null);
        var missing = generator ? GanBundle.DiscriminatorFile : GanBundle.GeneratorFile;
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => bundle.GetModel(missing)).Message, missing);
    }

    [TestMethod]
    public void A_bundle_shares_nothing_with_what_it_was_made_of()
    {
        var model = TinyBundle.Generator([4], 2);
        int[] shape = [4];
        var bundle = GanBundle.Create(
            TinyBundle.Manifest(shape, latentSize: 2, featureCount: null),
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = model }
        );
        Array.Clear(model);
        shape[0] = 99;

        Assert.AreEqual(4, bundle.Manifest.Data.Shape[0]);
        using var session = new GeneratorSession(bundle);
        var sample = new float[4];
        session.Generate([0, 0], sample);
        CollectionAssert.AreEqual(new[] { 8f, 8.25f, 8.5f, 8.75f }, sample);
    }

    [TestMethod]
    public void Saving_replaces_a_bundle_and_keeps_its_model_card()
    {
        using var folder = new BundleFolder();
        File.WriteAllText(folder.PathOf(GanBundle.ModelCardFile), "about");
        var other = TinyBundle.Make([9], discriminator: false);

        other.Save(folder.Folder + Path.DirectorySeparatorChar);

        AssertSame(other, GanBundle.Load(folder.Folder));
        Assert.AreEqual("about", File.ReadAllText(folder.PathOf(GanBundle.ModelCardFile)));
        Assert.IsFalse(File.Exists(folder.PathOf(GanBundle.DiscriminatorFile)));
        CollectionAssert.AreEqual(new[] { folder.Folder }, Directory.GetFileSystemEntries(folder.Root));
    }

    [TestMethod]
    public void Saving_fills_an_empty_folder_and_makes_missing_parents()
    {
        using var folder = new BundleFolder();
        var empty = Directory.CreateDirectory(Path.Combine(folder.Root, "empty")).FullName;
        TinyBundle.Make().Save(empty);
        AssertSame(TinyBundle.Make(), GanBundle.Load(empty));
        var deep = Path.Combine(folder.Root, "a", "b", "c");
        TinyBundle.Make().Save(deep);
        AssertSame(TinyBundle.Make(), GanBundle.Load(deep));
    }

    [TestMethod]
    [DataRow("notes.txt")]
    [DataRow("generator.onnx")]
    public void Saving_does_not_replace_a_folder_that_is_not_a_bundle(string file)
    {
        using var folder = new BundleFolder();
        var other = Directory.CreateDirectory(Path.Combine(folder.Root, "other")).FullName;
        File.WriteAllText(Path.Combine(other, file), "precious");

        var message = Assert.ThrowsExactly<GanException>(() => TinyBundle.Make().Save(other)).Message;

        StringAssert.Contains(message, other);
        StringAssert.Contains(message, "not replaced");
        Assert.AreEqual("precious", File.ReadAllText(Path.Combine(other, file)));
        Assert.HasCount(1, Directory.GetFileSystemEntries(other));
    }

    [TestMethod]
    public void Saving_does_not_replace_a_bundle_with_other_files_beside_it_nor_a_file()
    {
        using var folder = new BundleFolder();
        File.WriteAllText(folder.PathOf("notes.txt"), "precious");
        Assert.ThrowsExactly<GanException>(() => TinyBundle.Make().Save(folder.Folder));
        Assert.AreEqual("precious", File.ReadAllText(folder.PathOf("notes.txt")));

        var file = Path.Combine(folder.Root, "file");
        File.WriteAllText(file, "precious");
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => TinyBundle.Make().Save(file)).Message, "is a file");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => TinyBundle.Make().Save(Path.Combine(file, "below"))).Message,
            "could not be saved"
        );
        Assert.AreEqual("precious", File.ReadAllText(file));
    }

    [TestMethod]
    public void A_failing_save_leaves_the_old_bundle_and_nothing_temporary()
    {
        var bundle = TinyBundle.Make();
        using var folder = new BundleFolder(bundle);

        // The second file cannot be written, as if the disk were full.
        Assert.Throws<IOException>(() =>
            FolderWriter.Write(
                folder.Folder,
                new Dictionary<string, byte[]> { ["gan.json"] = [1, 2, 3], ["gan.json/generator.onnx"] = [4] }
            )
        );

        AssertSame(bundle, GanBundle.Load(folder.Folder));
        CollectionAssert.AreEqual(new[] { folder.Folder }, Directory.GetFileSystemEntries(folder.Root));
    }

    private static void AssertSame(GanBundle expected, GanBundle actual)
    {
        Assert.AreEqual(
            Encoding.UTF8.GetString(ManifestText.Write(expected.Manifest)),
            Encoding.UTF8.GetString(ManifestText.Write(actual.Manifest))
        );
        foreach (var file in expected.Manifest.Files)
            CollectionAssert.AreEqual(expected.GetModel(file.Name).ToArray(), actual.GetModel(file.Name).ToArray());
    }

    private static uint CrcBitByBit(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
                crc = (((crc ^ (uint)(b >> bit)) & 1) != 0 ? 0xEDB88320 : 0) ^ (crc >> 1);
        }

        return ~crc;
    }

    /// <summary>A stream that only goes forward, like a socket's.</summary>
    private sealed class ForwardStream(byte[]? content = null) : Stream
    {
        public MemoryStream Content { get; } = content is null ? new MemoryStream() : new MemoryStream(content);

        public override bool CanRead => content is not null;

        public override bool CanSeek => false;

        public override bool CanWrite => content is null;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Content.Read(buffer, offset, Math.Min(count, 100));

        public override void Write(byte[] buffer, int offset, int count) => Content.Write(buffer, offset, count);

        public override void Flush() => Content.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
