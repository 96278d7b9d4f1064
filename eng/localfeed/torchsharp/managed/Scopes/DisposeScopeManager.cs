using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A thread's open dispose scopes and what it counted.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager t_manager;

    internal static DisposeScopeManager ThreadSingleton => t_manager ??= new DisposeScopeManager();

    /// <summary>What this thread created and disposed.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal static ThreadDisposeScopeStatistics ThreadStatistics => Statistics;

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope CurrentDisposeScope { get; private set; }

    internal static DisposeScope NewDisposeScope()
    {
        DisposeScopeManager manager = ThreadSingleton;
        return manager.CurrentDisposeScope = new DisposeScope(manager, manager.CurrentDisposeScope);
    }

    internal static DisposeScope Register(Tensor tensor)
    {
        DisposeScopeManager manager = ThreadSingleton;
        if (manager.CurrentDisposeScope is not { } scope)
        {
            manager.StatisticsInstance.CreatedOutsideScope();
            return null;
        }
        manager.StatisticsInstance.CreatedInScope();
        scope.Add(tensor);
        return scope;
    }

    /// <summary>Closes a scope; one that is not the innermost is taken out of the chain.</summary>
    internal void Remove(DisposeScope scope)
    {
        if (CurrentDisposeScope == scope)
        {
            CurrentDisposeScope = scope.Outer;
            return;
        }
        for (DisposeScope inner = CurrentDisposeScope; inner is not null; inner = inner.Outer)
        {
            if (inner.Outer == scope)
                inner.Outer = scope.Outer;
        }
    }
}

public static partial class torch
{
    /// <summary>Opens a scope on this thread; dispose it (`using var`) to release what was made in it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    public static DisposeScope CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Evaluates an expression in a scope of its own and returns its result to the outer scope.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
