using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A named child of a context, with random numbers of its own.</summary>
internal sealed class Host(MLContext context, string name, int seed) : IHost, IHostEnvironmentInternal, ICancelable
{
    private readonly Random _random = new(seed);
    private volatile bool _canceled;

    public Random Rand => _random;

    public ComponentCatalog ComponentCatalog => context.ComponentCatalog;

    public string ContextDescription => name;

    public bool IsCanceled => _canceled || ((ICancelable)context).IsCanceled;

    public int? Seed => ((IHostEnvironmentInternal)context).Seed;

    public string TempFilePath { get => context.TempFilePath; set => context.TempFilePath = value; }

    public bool FallbackToCpu { get => context.FallbackToCpu; set => context.FallbackToCpu = value; }

    public int? GpuDeviceId { get => context.GpuDeviceId; set => context.GpuDeviceId = value; }

    public void CancelExecution() => _canceled = true;

    public bool TryAddOption<T>(string option, T value) => context.TryAddOption(option, value);

    public void SetOption<T>(string option, T value) => context.SetOption(option, value);

    public bool TryGetOption<T>(string option, out T value) => context.TryGetOption(option, out value);

    public T GetOptionOrDefault<T>(string option) => context.GetOptionOrDefault<T>(option);

    public bool RemoveOption(string option) => context.RemoveOption(option);

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public IHost Register(string child, int? childSeed = null, bool? verbose = null) => new Host(context, child, childSeed ?? _random.Next());

    public IChannel Start(string channel) => new Channel(context, name, channel);

    public IPipe<TMessage> StartPipe<TMessage>(string pipe) => new Pipe<TMessage>(pipe);

    public IProgressChannel StartProgressChannel(string channel) => new ProgressChannel();
}
