namespace Gan.MLNet.Batching;

/// <summary>A session of a network that is made at its first use and released once. Thread-safe.</summary>
internal sealed class SharedSession<TSession>(Func<TSession> create, Type owner) : IDisposable
    where TSession : class, IDisposable
{
    private readonly object _lock = new();
    private TSession? _session;
    private bool _disposed;

    /// <summary>The session.</summary>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public TSession Value
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, owner);
                return _session ??= create();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _session?.Dispose();
            _session = null;
        }
    }
}
