using System.Collections.Concurrent;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class MLContext : IHostEnvironmentInternal, ICancelable
{
    private readonly ConcurrentDictionary<string, object?> _options = [];
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly int? _seed;
    private volatile bool _canceled;

    public MLContext(int? seed = null)
    {
        _seed = seed;
        _random = seed is { } value ? new Random(value) : new Random();
        ComponentCatalog = new ComponentCatalog();
        ComponentCatalog.RegisterAssembly(typeof(MLContext).Assembly);
        BinaryClassification = new BinaryClassificationCatalog(this);
        MulticlassClassification = new MulticlassClassificationCatalog(this);
        Regression = new RegressionCatalog(this);
        AnomalyDetection = new AnomalyDetectionCatalog(this);
        Transforms = new TransformsCatalog(this);
        Model = new ModelOperationsCatalog(this);
        Data = new DataOperationsCatalog(this);
    }

    public event EventHandler<LoggingEventArgs>? Log;

    public BinaryClassificationCatalog BinaryClassification { get; }

    public MulticlassClassificationCatalog MulticlassClassification { get; }

    public RegressionCatalog Regression { get; }

    public AnomalyDetectionCatalog AnomalyDetection { get; }

    public TransformsCatalog Transforms { get; }

    public ModelOperationsCatalog Model { get; }

    public DataOperationsCatalog Data { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public string TempFilePath { get; set; } = Path.GetTempPath();

    public bool FallbackToCpu { get; set; }

    public int? GpuDeviceId { get; set; }

    int? IHostEnvironmentInternal.Seed => _seed;

    bool ICancelable.IsCanceled => _canceled;

    string IExceptionContext.ContextDescription => nameof(MLContext);

    internal void CancelExecution() => _canceled = true;

    void ICancelable.CancelExecution() => CancelExecution();

    public bool TryAddOption<T>(string name, T value) => _options.TryAdd(name, value);

    public void SetOption<T>(string name, T value) => _options[name] = value;

    public bool TryGetOption<T>(string name, out T value)
    {
        var found = _options.TryGetValue(name, out var stored) && stored is T;
        value = found ? (T)stored! : default!;
        return found;
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption<T>(name, out var value) ? value : default!;

    public bool RemoveOption(string name) => _options.TryRemove(name, out _);

    TException IExceptionContext.Process<TException>(TException ex) => ex;

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => new Host(this, name, seed ?? NextSeed());

    IChannel IChannelProvider.Start(string name) => new Channel(this, nameof(MLContext), name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => new Pipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => new ProgressChannel();

    internal int NextSeed()
    {
        lock (_lock)
            return _random.Next();
    }

    internal void Raise(string source, ChannelMessageKind kind, string message) => Log?.Invoke(this, new LoggingEventArgs(message, kind, source));
}
