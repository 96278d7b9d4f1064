using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gan.Tests.Engineering;
using Gan.Tests.Training;

namespace Gan.Tests.Packages.Packed;

/// <summary>What is in the packages, and that nothing else is.</summary>
[TestClass]
public sealed partial class PackageContentTests
{
    private static PackedFixture Packed => PackedOnce.Packed;

    [TestMethod]
    [DataRow("Gan.Onnx", "net10.0 net8.0")]
    [DataRow("Gan.MLNet", "net10.0 net8.0")]
    [DataRow("Gan.Training", "net10.0")]
    public void A_library_brings_itself_and_its_documentation(string id, string frameworks)
    {
        var expected = frameworks
            .Split(' ')
            .SelectMany(framework => new[] { $"lib/{framework}/{id}.dll", $"lib/{framework}/{id}.xml" })
            .Concat(["README.md", "icon.png", $"{id}.nuspec"]);
        CollectionAssert.AreEquivalent(expected.ToArray(), Files(Packed.Package(id)));
        var symbols = frameworks.Split(' ').Select(framework => $"lib/{framework}/{id}.pdb");
        CollectionAssert.IsSubsetOf(symbols.ToArray(), Files(Packed.Package(id, "snupkg")));
    }

    [TestMethod]
    [DataRow("Gan.Onnx", "Google.Protobuf Microsoft.ML.OnnxRuntime.Managed System.IO.Hashing")]
    [DataRow("Gan.MLNet", "Gan.Onnx Microsoft.ML Microsoft.ML.ImageAnalytics System.Numerics.Tensors")]
    [DataRow("Gan.Training", "Gan.MLNet Google.Protobuf ParquetSharp Sep System.IO.Hashing System.Numerics.Tensors TorchSharp")]
    public void A_library_names_what_it_is_and_what_it_stands_on(string id, string packages)
    {
        var metadata = Nuspec(id);
        string? Value(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;
        Assert.AreEqual("MIT", Value("license"));
        Assert.AreEqual("README.md", Value("readme"));
        Assert.AreEqual("icon.png", Value("icon"));
        StringAssert.Contains(Value("tags"), "generative-adversarial-network");
        Assert.IsTrue(Value("description")!.Length > 50);
        var group = metadata
            .Descendants()
            .First(e => e.Name.LocalName == "group" && (string?)e.Attribute("targetFramework") == "net10.0");
        CollectionAssert.AreEquivalent(packages.Split(' '), group.Elements().Select(e => (string)e.Attribute("id")!).ToArray());
        foreach (
            var ours in group.Elements().Where(e => ((string)e.Attribute("id")!).StartsWith("Gan.", StringComparison.Ordinal))
        )
            Assert.AreEqual(PackedFixture.Version, (string)ours.Attribute("version")!);
    }

    [TestMethod]
    public void The_tool_brings_what_a_processor_runs_and_is_small_enough_for_an_index()
    {
        var file = Packed.Package($"gan.{PackedFixture.Platform}");
        Assert.IsTrue(new FileInfo(file).Length < 250e6, $"{new FileInfo(file).Length / 1e6:0} MB");
        var names = Files(file);
        foreach (var wanted in new[] { "gan.dll", "gan.runtimeconfig.json", "TorchSharp.dll", "DotnetToolSettings.xml" })
            Assert.IsTrue(names.Any(name => Path.GetFileName(name) == wanted), wanted);
        foreach (var library in new[] { "torch_cpu", "onnxruntime", "SkiaSharp", "ParquetSharpNative" })
            Assert.IsTrue(names.Any(name => Path.GetFileName(name).Contains(library, StringComparison.Ordinal)), library);
        var strange = names.Where(name => Strange().IsMatch(name)).ToArray();
        Assert.AreEqual("", string.Join(", ", strange));

        var pointer = Files(Packed.Package("gan"));
        CollectionAssert.AreEquivalent(
            new[] { "gan.nuspec", "README.md", "icon.png", "tools/any/any/DotnetToolSettings.xml" },
            pointer
        );
    }

    [TestMethod]
    public void Nothing_tells_where_it_was_built()
    {
        var here = Encoding.UTF8.GetBytes(SourceTree.Root);
        foreach (var id in new[] { "Gan.Onnx", "Gan.MLNet", "Gan.Training" })
        foreach (var package in new[] { Packed.Package(id), Packed.Package(id, "snupkg") })
        {
            using var archive = ZipFile.OpenRead(package);
            foreach (var entry in archive.Entries)
                Assert.AreEqual(-1, Read(entry).AsSpan().IndexOf(here), $"{id}: {entry.FullName}");
        }
    }

    [TestMethod]
    public void The_same_sources_give_the_same_assembly_in_another_folder()
    {
        using var elsewhere = new TestFolder();
        var root = Directory.CreateDirectory(elsewhere["a name with spaces"]).FullName;
        foreach (
            var file in Directory
                .EnumerateFiles(SourceTree.Root, "*.props")
                .Append(Path.Combine(SourceTree.Root, ".editorconfig"))
        )
            File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        foreach (var file in SourceTree.Files("Gan.Onnx", "").Concat(SourceTree.Files("eng", "")))
        {
            var copy = Path.Combine(root, SourceTree.Relative(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Packed.Run(Path.Combine(root, "Gan.Onnx"), "dotnet", "build", "-c", "Release", "-f", "net10.0", "-v", "quiet");
        var built = File.ReadAllBytes(Path.Combine(root, "Gan.Onnx", "bin", "Release", "net10.0", "Gan.Onnx.dll"));
        using var archive = ZipFile.OpenRead(Packed.Package("Gan.Onnx"));
        var packed = Read(archive.GetEntry("lib/net10.0/Gan.Onnx.dll")!);
        Assert.AreEqual(Convert.ToHexString(SHA256.HashData(packed)), Convert.ToHexString(SHA256.HashData(built)));
    }

    /// <summary>The files of a package, apart from those of the package format itself.</summary>
    private static string[] Files(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return
        [
            .. archive
                .Entries.Select(entry => entry.FullName)
                .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal))
                .Where(name => !name.StartsWith("package/", StringComparison.Ordinal)),
        ];
    }

    private static XElement Nuspec(string id)
    {
        using var archive = ZipFile.OpenRead(Packed.Package(id));
        using var stream = archive.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Symbols, documentation, tests and what only a card runs.</summary>
    [GeneratedRegex(@"(?<!DotnetToolSettings)\.(pdb|xml|dbg)$|providers_(cuda|tensorrt)|torch_python|_test\.")]
    private static partial Regex Strange();
}
