namespace Gan.Training.Native;

/// <summary>Collects what reading the data left behind, and then what steps leave behind, between two of them.</summary>
/// <remarks>A step leaves some kilobytes of small objects that wrap native ones, and the runtime lets such garbage lie until its
/// first generation is full, which on machines with large caches is more than a hundred MiB. Collecting it once in some hundred
/// steps costs nothing that could be measured, keeps memory flat, and happens where no native call is under way.</remarks>
internal sealed class StepGarbage
{
    private const long Limit = 4 << 20;
    private long? _before;

    /// <summary>To be called between two steps.</summary>
    public void CollectWhereMuch()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _before < Limit)
            return;
        // The large buffers that files were read with lie where only a whole collection looks.
        GC.Collect(_before is null ? GC.MaxGeneration : 1);
        _before = allocated;
    }
}
