using System.Formats.Tar;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Reads the binary version of CIFAR-10.</summary>
/// <remarks>Each picture is a label byte and 3,072 bytes of red, green and blue planes.</remarks>
internal static class Cifar10Dataset
{
    private const string Archive = "cifar-10-binary.tar.gz";
    private const int PictureSize = 3 * 32 * 32;
    private static readonly string[] TrainingFiles = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];
    private static readonly string[] TestFiles = ["test_batch.bin"];

    /// <summary>What the ten labels stand for.</summary>
    public static IReadOnlyList<string> LabelNames { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>What <see cref="Dataset.FromCifar10"/> gives.</summary>
    public static Dataset Read(params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0)
            throw new ArgumentException("At least one file is needed.", nameof(paths));
        return FromBatches(
            [.. paths.Select(path => (path, PackedFile.ReadAll(path)))],
            Path.GetFileName(paths[0]),
            string.Join(", ", paths)
        );
    }

    /// <summary>What <see cref="Dataset.FromCifar10Folder"/> gives.</summary>
    public static Dataset ReadFolder(string folder, bool test = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var names = test ? TestFiles : TrainingFiles;
        foreach (var place in Places(folder))
        {
            if (names.All(name => File.Exists(Path.Combine(place, name))))
                return FromBatches(
                    [.. names.Select(n => Path.Combine(place, n)).Select(p => (p, PackedFile.ReadAll(p)))],
                    "cifar10",
                    place
                );
        }

        var archive = Path.Combine(folder, Archive);
        if (!File.Exists(archive))
            throw new GanException($"The folder '{folder}' holds neither {string.Join(", ", names)} nor {Archive}.");
        return FromBatches(ReadArchive(archive, names), "cifar10", archive);
    }

    /// <summary>Whether a folder holds CIFAR-10, as batches or as the archive.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsCifar10Folder(string folder) =>
        File.Exists(Path.Combine(folder, Archive))
        || Places(folder).Any(place => File.Exists(Path.Combine(place, TrainingFiles[0])));

    private static string[] Places(string folder) => [folder, Path.Combine(folder, "cifar-10-batches-bin")];

    private static List<(string Name, byte[] Content)> ReadArchive(string path, string[] names)
    {
        using var file = PackedFile.Open(path);
        using var unpacked = PackedFile.Unpack(file);
        var found = new Dictionary<string, byte[]>();
        try
        {
            using var tar = new TarReader(unpacked);
            while (tar.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (names.Contains(name) && entry.DataStream is { } content)
                    found[name] = PackedFile.ReadAll(content, $"{path}:{entry.Name}", entry.Length);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new GanException($"The archive '{path}' is truncated or damaged: {e.Message} Fetch it again.", e);
        }

        if (names.FirstOrDefault(name => !found.ContainsKey(name)) is { } missing)
            throw new GanException($"The archive '{path}' does not hold '{missing}'.");
        return [.. names.Select(name => ($"{path}:{name}", found[name]))];
    }

    private static Dataset FromBatches(IReadOnlyList<(string Name, byte[] Content)> batches, string name, string source)
    {
        foreach (var (file, content) in batches)
        {
            if (content.Length == 0 || content.Length % (PictureSize + 1) != 0)
                throw new GanException(
                    $"The file '{file}' is {content.Length} bytes long, which is no multiple of {PictureSize + 1}, the size "
                        + $"of one picture of "
                        + "CIFAR-10's binary version. It is truncated, or of another form."
                );
        }

        var labels = new List<int>();
        foreach (var (file, content) in batches)
        {
            for (var at = 0; at < content.Length; at += PictureSize + 1)
            {
                if (content[at] >= LabelNames.Count)
                    throw new GanException(
                        $"The file '{file}' has the label {content[at]} at byte {at}; CIFAR-10's labels are 0 to 9."
                    );
                labels.Add(content[at]);
            }
        }

        return new Dataset(
            name,
            [3, 32, 32],
            new JoinedSamples([
                .. batches.Select(b => new ByteSamples(b.Content, PictureSize, start: 1, stride: PictureSize + 1)),
            ]),
            [.. labels],
            ByteSamples.Range,
            source,
            labelNames: LabelNames
        );
    }
}
