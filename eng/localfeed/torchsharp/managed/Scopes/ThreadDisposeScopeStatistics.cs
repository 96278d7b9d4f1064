namespace TorchSharp;

/// <summary>A thread's counts. Only tensors take part in scopes here, so the totals are theirs.</summary>
public class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();

    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount;
    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount;
    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount;
    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount;
    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount;
    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount;
    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount;

    public void Reset() => TensorStatistics.Reset();

    public override string ToString() => TensorStatistics.ToString();

    internal void CreatedOutsideScope() => TensorStatistics.CreatedOutsideScope();
    internal void DisposedOutsideScope() => TensorStatistics.DisposedOutsideScope();
    internal void CreatedInScope() => TensorStatistics.CreatedInScope();
    internal void DisposedInScope() => TensorStatistics.DisposedInScope();
    internal void Attached() => TensorStatistics.Attached();
    internal void Detached() => TensorStatistics.Detached();
}
