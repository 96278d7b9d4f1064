namespace Gan.Tests.Onnx;

/// <summary>A mutated bundle as a folder, now and then with links or folders where files should be.</summary>
internal sealed class MutatedFolder : IDisposable
{
    public MutatedFolder(string path, IReadOnlyDictionary<string, byte[]> files, Random random)
    {
        Path = Directory.CreateDirectory(path).FullName;
        var odd = random.Next(8) == 0 ? random.Next(files.Count) : -1;
        foreach (var (index, (name, content)) in files.Index())
        {
            var file = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(name));
            if (index != odd)
                File.WriteAllBytes(file, content);
            else if (random.Next(2) == 0)
                Directory.CreateDirectory(file);
            else
                File.CreateSymbolicLink(file, random.Next(2) == 0 ? "/etc/passwd" : "/dev/zero");
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
