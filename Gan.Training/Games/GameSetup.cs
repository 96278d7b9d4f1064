using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>What a game is made from: the data, the device, random numbers; and where its players and streams of batches are
/// made, so that checkpoints hold them.</summary>
public sealed class GameSetup : IDisposable
{
    private readonly List<Player> _players = [];
    private readonly Dictionary<string, IBatchSource> _streams = [];
    private readonly Generator _weights;
    private readonly Generator _averageWeights;

    internal GameSetup(Dataset data, TrainingSettings settings, Device device)
    {
        (Data, Settings, Device) = (data, settings, device);
        Randoms = new RandomStreams(settings.Seed);
        _weights = new Generator((ulong)settings.Seed, CPU);
        _averageWeights = new Generator((ulong)settings.Seed, CPU);
        Context = new NetworkContext(data.Shape, data.Classes.Count, _weights, new NoiseSource(Randoms.Layers))
        {
            Table = data.Table?.Encoding,
        };
    }

    /// <summary>What is learned.</summary>
    public Dataset Data { get; }

    /// <summary>Seed, precision and the like.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Where tensors live.</summary>
    public Device Device { get; }

    /// <summary>The game's random numbers.</summary>
    public RandomStreams Randoms { get; }

    /// <summary>Shape, classes and random numbers to build networks with.</summary>
    public NetworkContext Context { get; }

    internal IReadOnlyList<Player> Players => _players;

    internal IReadOnlyDictionary<string, IBatchSource> Streams => _streams;

    /// <summary>Makes a player. Those that are made first draw their initial weights first.</summary>
    /// <param name="name">Its name, such as "generator"; a player's own.</param>
    /// <param name="create">Makes its networks by name, in the order in which their parameters lie together; called a second time
    /// where an average of the weights is kept.</param>
    /// <param name="options">How it learns.</param>
    /// <exception cref="ArgumentException">There is a player of that name.</exception>
    public Player CreatePlayer(
        string name,
        Func<NetworkContext, IReadOnlyDictionary<string, nn.Module>> create,
        PlayerOptions options
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        if (_players.Any(p => p.Name == name))
            throw new ArgumentException($"There is a player '{name}' already.", nameof(name));
        using var scope = NewDisposeScope();
        var networks = create(Context);
        // Networks that train in mixed precision are used through a copy of single precision: an average of decay 0 where there
        // is no other. What weights it begins with does not matter, so they do not come from the stream of initial weights.
        var hasAverage = options.Averaging > 0 || Settings.Precision != TrainingPrecision.Float32;
        var averages = hasAverage ? create(Context with { WeightRandom = _averageWeights }) : null;
        var player = new Player(name, networks, averages, options, Device, Settings.Precision);
        _players.Add(player);
        return player;
    }

    /// <summary>Makes an endless stream of batches, in an order of its own that the seed fixes.</summary>
    /// <param name="name">Its name, such as "real"; a stream's own.</param>
    /// <param name="data">Whose rows.</param>
    /// <param name="rows">Rows in a batch; at most as many as the data have.</param>
    /// <exception cref="GanException">The data have fewer rows.</exception>
    public BatchStream CreateBatches(string name, Dataset data, int rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckCount(data, rows);
        return Add(name, BatchSource.Create(data, rows, StreamSeed, Device));
    }

    /// <summary>Makes an endless stream of pairs: samples with the source images that belong to them
    /// (<see cref="TrainingBatch.Source"/>), in an order of its own that the seed fixes.</summary>
    /// <param name="name">Its name, such as "pairs"; a stream's own.</param>
    /// <param name="data">Whose rows; its source images are paired.</param>
    /// <param name="rows">Rows in a batch; at most as many as the data have.</param>
    /// <exception cref="GanException">The data have fewer rows.</exception>
    /// <exception cref="ArgumentException">The data have no source images, or they are no pairs.</exception>
    public BatchStream CreatePairs(string name, Dataset data, int rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.SourceImages is not { ArePaired: true } pairs)
            throw new ArgumentException("The data have no paired source images.", nameof(data));
        CheckCount(data, rows);
        var seed = StreamSeed;
        return Add(
            name,
            new PairedBatches(BatchSource.Create(data, rows, seed, Device), BatchSource.Create(pairs.Images, rows, seed, Device))
        );
    }

    /// <summary>Makes an endless stream of samples with the vectors of what they show (<see cref="TrainingBatch.Text"/>), in an
    /// order of its own that the seed fixes.</summary>
    internal BatchStream CreateCaptioned(string name, Dataset data, Dataset texts, int rows)
    {
        CheckCount(data, rows);
        var seed = StreamSeed;
        return Add(
            name,
            new CaptionedBatches(BatchSource.Create(data, rows, seed, Device), BatchSource.Create(texts, rows, seed, Device))
        );
    }

    internal BatchStream Add(string name, IBatchSource source)
    {
        _streams.Add(name, source);
        return new BatchStream(source);
    }

    /// <summary>The seed of the next stream's order.</summary>
    internal int StreamSeed => Settings.Seed + _streams.Count;

    internal static void CheckCount(Dataset data, int rows)
    {
        if (data.Count < rows)
            throw new GanException(
                $"The data set '{data.Name}' has {data.Count} rows, fewer than one batch of {rows}. Add rows or make the "
                    + $"batch smaller."
            );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var stream in _streams.Values)
            stream.Dispose();
        foreach (var player in _players)
            player.Dispose();
        Randoms.Dispose();
        _weights.Dispose();
        _averageWeights.Dispose();
    }
}

/// <summary>An endless stream of batches.</summary>
public sealed class BatchStream
{
    private readonly IBatchSource _source;

    internal BatchStream(IBatchSource source) => _source = source;

    /// <summary>The next batch. Its tensors belong to the present dispose scope.</summary>
    public TrainingBatch Next() => _source.Next();
}
