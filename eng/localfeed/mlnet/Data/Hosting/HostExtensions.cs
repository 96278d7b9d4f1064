using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class HostExtensions
{
    /// <summary>Stops a long computation once its host, or the context, was told to cancel.</summary>
    public static void CheckAlive(this IHostEnvironment host)
    {
        if (host is ICancelable { IsCanceled: true })
            throw new OperationCanceledException("Operation was canceled.");
    }

    public static IHost RegisterHost(this IHostEnvironment env, string name)
    {
        ArgumentNullException.ThrowIfNull(env);
        return env.Register(name);
    }
}
