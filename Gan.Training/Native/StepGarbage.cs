namespace Gan.Training.Native;

/// <summary>Collects what reading the data left behind, and then what steps leave behind, between two of them.</summary>
/// <remarks>A step leaves some kilobytes of small objects that wrap native ones, and the runtime lets such garbage lie until its
/// first generation is full, which on machines with large caches is more than a hundred MiB. Between two steps no native call is
/// under way on this thread. Not to be done more often: TorchSharp's numbers on another thread that trains at the same time can
/// fall to a collection that this one causes.</remarks>
internal sealed class StepGarbage
{
    private const long Limit = 16 << 20;
    private long? _before;

    /// <summary>To be called between two steps.</summary>
    public void CollectWhereMuch()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (_before is null)
            CollectLarge();
        else if (allocated - _before >= Limit)
            GC.Collect(1);
        else
            return;
        _before = allocated;
    }

    /// <summary>The large buffers that files were read with lie where only a whole collection looks.</summary>
    private static void CollectLarge()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) >= Limit)
            GC.Collect();
    }
}
