using Gan.Training.Native;

namespace Gan.Tests.Training;

/// <summary>Garbage of steps is collected between them, and not at each.</summary>
[TestClass]
public sealed class StepGarbageTests
{
    [TestMethod]
    public void It_is_collected_once_in_sixteen_mebibytes()
    {
        var garbage = new StepGarbage();
        garbage.CollectWhereMuch();
        var collections = 0;
        for (var step = 0; step < 64; step++)
        {
            GC.KeepAlive(new byte[1 << 20]);
            var count = GC.CollectionCount(1);
            garbage.CollectWhereMuch();
            collections += GC.CollectionCount(1) > count ? 1 : 0;
        }

        Assert.IsTrue(collections is >= 3 and <= 6, $"{collections} collections");
    }
}
