using System.IO.Compression;
using System.IO.Hashing;
using System.Text.Json;
using Gan.Onnx;
using Gan.Training.Identification;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>A checkpoint file: a zip with the state in words, and networks, optimizers, random states and other tensors in
/// bytes.</summary>
internal static class Checkpoint
{
    private const string StateEntry = "state.json";
    private const int TwisterLength = 624;

    // Far more than the state of any run in words, and than what an optimizer keeps of a parameter: a few numbers, and tensors
    // of the parameter's size (Adam's are at most three).
    private const long MostWords = 64L << 20,
        MostNumbers = 1 << 10,
        MostTensors = 8;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    public static void Save(string path, CheckpointState state, CheckpointParts parts) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                Write(zip, StateEntry, JsonSerializer.SerializeToUtf8Bytes(state, Json));
                foreach (var (name, bytes) in Capture(parts))
                    Write(zip, name, bytes);
            }
        );

    public static CheckpointState Load(string path, CheckpointState current, CheckpointParts parts)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new GanException($"The checkpoint '{path}' does not exist.");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var state = ReadState(zip, path, current);
            // What the bytes of a part are worth shows when they are loaded: until all are, there is a way back.
            var before = Capture(parts).ToDictionary(p => p.Name, p => p.Bytes);
            var found = before.ToDictionary(p => p.Key, p => Read(zip, p.Key, Most(parts, p.Key, p.Value)));
            try
            {
                Restore(parts, found);
            }
            catch
            {
                Restore(parts, before);
                throw;
            }

            return state;
        }
        // The parts are read by TorchSharp, and what that throws at bytes it did not write depends on the bytes.
        catch (Exception e) when (e is not (GanException or OutOfMemoryException))
        {
            throw new GanException(
                $"The checkpoint '{path}' is damaged: {e.Message} Delete that file: a run then goes on from the checkpoint "
                    + "before it, and from its beginning where there is none.",
                e
            );
        }
    }

    private static CheckpointState ReadState(ZipArchive zip, string path, CheckpointState current)
    {
        var words = Read(zip, StateEntry, MostWords);
        using (var document = JsonDocument.Parse(words))
        {
            var version = document.RootElement.GetProperty("version").GetInt32();
            if (version != current.Version)
                throw new GanException(
                    $"The checkpoint '{path}' has format {version}, written by another version of this library; this one reads "
                        + $"format {current.Version}. Go on with that version, or train anew in another folder."
                );
        }

        var state = JsonSerializer.Deserialize<CheckpointState>(words, Json)!;
        Check(path, "recipe", state.Recipe, current.Recipe);
        // Before the settings, some of which follow from the number of rows.
        if (DataDifference.Find(state.Data, current.Data) is { } difference)
            throw new GanException(
                $"The checkpoint '{path}' belongs to a run on other data: {difference}. Give the data of that run, or begin a "
                    + "new run in another folder."
            );
        foreach (var name in current.Settings.Keys.Union(state.Settings.Keys))
            Check(
                path,
                $"setting '{name}'",
                state.Settings.GetValueOrDefault(name, "not there"),
                current.Settings.GetValueOrDefault(name, "not there")
            );
        Check(path, "seed", state.Seed, current.Seed);
        return state;
    }

    /// <summary>How many bytes a part may have. An optimizer's grow with its first step.</summary>
    private static long Most(CheckpointParts parts, string name, byte[] current) =>
        parts.Optimizers.TryGetValue(name, out var optimizer)
            ? current.Length + optimizer.parameters().Sum(p => MostNumbers + MostTensors * p.NumberOfElements * p.ElementSize)
            : current.Length;

    /// <summary>The parts as bytes, one after the other.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Capture(CheckpointParts parts)
    {
        foreach (var (name, optimizer) in parts.Optimizers)
            yield return (name, Bytes(stream => OptimizerBytes.Save(optimizer, stream)));
        foreach (var (name, random) in parts.Randoms)
            yield return (name, Bytes(stream => SaveRandom(random, stream)));
        foreach (var (name, tensor) in parts.Tensors)
            yield return (name, Bytes(stream => SaveTensor(tensor, stream)));
    }

    private static void Restore(CheckpointParts parts, Dictionary<string, byte[]> bytes)
    {
        using var noGrad = no_grad();
        // An optimizer keeps tensors that loading makes, such as a momentum: no scope may have them.
        foreach (var (name, optimizer) in parts.Optimizers)
            OptimizerBytes.Load(optimizer, bytes[name]);
        using var scope = NewDisposeScope();
        foreach (var (name, random) in parts.Randoms)
            LoadRandom(random, bytes[name]);
        foreach (var (name, value) in parts.Tensors)
            LoadTensor(value, bytes[name]);
    }

    private static void Check<T>(string path, string what, T found, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(found, expected))
            throw new GanException(
                $"The checkpoint '{path}' belongs to another run: its {what} is '{found}', this run's is '{expected}'. "
                    + "Give the same, or begin a new run in another folder."
            );
    }

    private static void Write(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        entry.Write(bytes);
    }

    /// <summary>What is written. Writers seek or close their stream, which an entry of a zip does not allow.</summary>
    private static byte[] Bytes(Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        return buffer.ToArray();
    }

    /// <summary>Reads a part, unless it has more bytes than it may: a zip of kilobytes can hold gigabytes of zeros.</summary>
    private static byte[] Read(ZipArchive zip, string name, long most)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"it has no part '{name}'.");
        // .NET reads no more than this, whatever follows.
        if (entry.Length > most)
            throw new InvalidDataException($"its part '{name}' has {entry.Length} bytes where this run's has at most {most}.");
        using var stream = entry.Open();
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var bytes = buffer.ToArray();
        // .NET does not compare them with their checksum.
        return Crc32.HashToUInt32(bytes) == entry.Crc32
            ? bytes
            : throw new InvalidDataException($"the bytes of its part '{name}' are not those that were written.");
    }

    private static void SaveRandom(Generator random, Stream stream)
    {
        using var state = random.get_state();
        stream.Write(state.bytes);
    }

    /// <summary>Takes a state, unless libtorch would refuse it: it ends the process then.</summary>
    private static void LoadRandom(Generator random, byte[] bytes)
    {
        using var current = random.get_state();
        // A Mersenne twister as libtorch lays it out: its seed, how many numbers are left, whether it was seeded, the place of
        // the next, and the numbers.
        var isOne =
            bytes.Length == current.bytes.Length
            && BitConverter.ToInt32(bytes, 8) is >= 1 and <= TwisterLength
            && BitConverter.ToInt32(bytes, 12) == 1
            && BitConverter.ToUInt64(bytes, 16) <= TwisterLength;
        if (!isOne)
            throw new InvalidDataException("one of its random states is none.");
        using var state = tensor(bytes);
        random.set_state(state);
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

/// <summary>What a checkpoint holds in bytes, by name.</summary>
/// <param name="Optimizers">Optimizers.</param>
/// <param name="Randoms">Random states.</param>
/// <param name="Tensors">Parameters and statistics of networks, and tensors that the parts of the game keep.</param>
internal sealed record CheckpointParts(
    IReadOnlyDictionary<string, OptimizerHelper> Optimizers,
    IReadOnlyDictionary<string, Generator> Randoms,
    IReadOnlyDictionary<string, Tensor> Tensors
);

/// <summary>What a checkpoint says in words: the run it belongs to, and where that run stood.</summary>
internal sealed record CheckpointState
{
    public int Version { get; init; } = 5;

    public required string Recipe { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required DataIdentity Data { get; init; }

    public required int Seed { get; init; }

    public required long Step { get; init; }

    public double LearningRateScale { get; init; } = 1;

    /// <summary>Updates made, by player.</summary>
    public required IReadOnlyDictionary<string, long> Updates { get; init; }

    /// <summary>Where each stream of batches stands, by name.</summary>
    public required IReadOnlyDictionary<string, BatchPosition> Batches { get; init; }
}
