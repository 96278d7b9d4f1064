using System.IO.Compression;
using System.Text.Json;
using Gan.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>A checkpoint file: a zip with the state in words, and networks, optimizers, random states and other tensors in
/// bytes.</summary>
internal static class Checkpoint
{
    private const string StateEntry = "state.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Save(string path, CheckpointState state, CheckpointParts parts)
    {
        AtomicFile.Write(
            path,
            stream =>
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                Write(zip, StateEntry, entry => JsonSerializer.Serialize(entry, state, Json));
                foreach (var (name, network) in parts.Networks)
                {
                    if (network is not null)
                        Write(zip, name, entry => network.save(entry));
                }

                foreach (var (name, optimizer) in parts.Optimizers)
                    Write(zip, name, entry => SaveOptimizer(optimizer, entry));
                foreach (var (name, random) in parts.Randoms)
                    Write(zip, name, entry => SaveRandom(random, entry));
                foreach (var (name, tensor) in parts.Tensors)
                    Write(zip, name, entry => SaveTensor(tensor, entry));
            }
        );
    }

    public static CheckpointState Load(string path, CheckpointState current, CheckpointParts parts)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new GanException($"The checkpoint '{path}' does not exist.");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            using var words = new MemoryStream(Read(zip, StateEntry));
            var state = JsonSerializer.Deserialize<CheckpointState>(words, Json)!;
            Check(path, "version", state.Version, current.Version);
            Check(path, "recipe", state.Recipe, current.Recipe);
            foreach (var (name, value) in current.Settings)
                Check(path, $"setting '{name}'", state.Settings.GetValueOrDefault(name), value);
            Check(path, "data set", state.Data, current.Data);
            Check(path, "seed", state.Seed, current.Seed);
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            foreach (var (name, network) in parts.Networks)
                network?.load(new MemoryStream(Read(zip, name)));
            foreach (var (name, optimizer) in parts.Optimizers)
                LoadOptimizer(optimizer, Read(zip, name));
            foreach (var (name, random) in parts.Randoms)
                random.set_state(tensor(Read(zip, name)));
            foreach (var (name, value) in parts.Tensors)
                LoadTensor(value, Read(zip, name));
            return state;
        }
        // The parts are read by TorchSharp, and what that throws at bytes it did not write depends on the bytes.
        catch (Exception e) when (e is not (GanException or OutOfMemoryException))
        {
            throw new GanException($"The checkpoint '{path}' is damaged: {e.Message} Use an earlier one.", e);
        }
    }

    private static void Check<T>(string path, string what, T found, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(found, expected))
            throw new GanException(
                $"The checkpoint '{path}' belongs to another run: its {what} is '{found}', this run's is '{expected}'."
            );
    }

    private static void Write(ZipArchive zip, string name, Action<Stream> write)
    {
        // Writers seek or close their stream, which an entry of a zip does not allow.
        using var buffer = new MemoryStream();
        write(buffer);
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        entry.Write(buffer.ToArray());
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"it has no part '{name}'.");
        using var stream = entry.Open();
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static void SaveOptimizer(OptimizerHelper optimizer, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        optimizer.save_state_dict(writer);
    }

    private static void LoadOptimizer(OptimizerHelper optimizer, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        optimizer.load_state_dict(reader);
    }

    private static void SaveRandom(Generator random, Stream stream)
    {
        using var state = random.get_state();
        stream.Write(state.bytes);
    }

    private static void SaveTensor(Tensor value, Stream stream)
    {
        using var copy = value.detach().cpu().contiguous();
        stream.Write(copy.bytes);
    }

    private static void LoadTensor(Tensor target, byte[] bytes)
    {
        var copy = empty(target.shape, target.dtype);
        if (copy.bytes.Length != bytes.Length)
            throw new InvalidDataException("one of its tensors has another size.");
        bytes.CopyTo(copy.bytes);
        target.copy_(copy);
    }
}
