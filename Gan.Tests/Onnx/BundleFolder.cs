using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Tests.Onnx;

/// <summary>A bundle in a folder of its own, to be spoilt by a test and removed afterwards.</summary>
internal sealed class BundleFolder : IDisposable
{
    public BundleFolder(GanBundle? bundle = null)
    {
        Root = Directory.CreateTempSubdirectory("gan-bundle-").FullName;
        Folder = Path.Combine(Root, "tiny");
        (bundle ?? TinyBundle.Make()).Save(Folder);
    }

    /// <summary>The folder that the bundle's folder is in, with nothing else.</summary>
    public string Root { get; }

    public string Folder { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void EditManifest(Action<JsonObject> edit)
    {
        var manifest = JsonNode.Parse(File.ReadAllBytes(PathOf(GanBundle.ManifestFile)))!.AsObject();
        edit(manifest);
        File.WriteAllText(PathOf(GanBundle.ManifestFile), manifest.ToJsonString());
    }

    public void EditModel(string file, Action<ModelProto> edit)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(PathOf(file)));
        edit(model);
        ReplaceModel(file, model.ToByteArray());
    }

    /// <summary>Writes a model and makes the manifest agree with its size and hash.</summary>
    public void ReplaceModel(string file, byte[] content)
    {
        File.WriteAllBytes(PathOf(file), content);
        EditManifest(manifest => Sign(manifest, file, content));
    }

    /// <summary>Makes a manifest agree with a model's size and hash.</summary>
    public static void Sign(JsonObject manifest, string file, byte[] content)
    {
        var entry = manifest["files"]!.AsArray().First(f => (string?)f!["name"] == file)!;
        entry["bytes"] = content.Length;
        entry["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Zips the folder's files, compressed, as any other tool would.</summary>
    public string Zip(params (string Name, byte[] Content)[] others)
    {
        var path = Path.Combine(Root, "tiny.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var file in Directory.GetFiles(Folder))
            zip.CreateEntryFromFile(file, Path.GetFileName(file));
        foreach (var (name, content) in others)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }

        return path;
    }

    /// <summary>Loading a bundle is refused in one line that names its path and says all of the parts.</summary>
    public static void AssertRefused(string path, params string[] parts)
    {
        var message = Assert.ThrowsExactly<GanException>(() => GanBundle.Load(path)).Message;
        foreach (var part in parts)
            StringAssert.Contains(message, part);
        StringAssert.Contains(message, path);
        StringAssert.EndsWith(message, ".");
        Assert.IsFalse(message.Any(char.IsControl), message);
        Assert.IsLessThan(500 + path.Length, message.Length, message);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
