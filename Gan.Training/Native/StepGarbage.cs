namespace Gan.Training.Native;

/// <summary>Collects what reading the data left behind, and then what steps leave behind, between two of them.</summary>
/// <remarks>A step leaves some kilobytes of small objects that wrap native ones, and the runtime lets such garbage lie until its
/// first generation is full, which on machines with large caches is more than a hundred MiB. Between two steps no native call is
/// under way on this thread. Not to be done more often: TorchSharp's numbers on another thread that trains at the same time can
/// fall to a collection that this one causes. Native memory is freed at once, and yet what glibc keeps of it between blocks that
/// are in use grows to some hundred MiB in a thousand steps; giving it back every second takes a percent of the
/// time.</remarks>
internal sealed class StepGarbage
{
    private const long Limit = 16 << 20;
    private const long MillisecondsBetweenTrims = 1_000;
    private long? _before;
    private long _trimmed;

    /// <summary>To be called between two steps.</summary>
    public void CollectWhereMuch()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (_before is null || allocated - _before >= Limit)
        {
            if (_before is null)
                CollectLarge();
            else
                GC.Collect(1);
            _before = allocated;
        }

        if (Environment.TickCount64 - _trimmed < MillisecondsBetweenTrims)
            return;
        NativeHeap.Trim();
        _trimmed = Environment.TickCount64;
    }

    /// <summary>The large buffers that files were read with lie where only a whole collection looks, and are given back to the
    /// machine by none but an aggressive one.</summary>
    private static void CollectLarge()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) >= Limit)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
