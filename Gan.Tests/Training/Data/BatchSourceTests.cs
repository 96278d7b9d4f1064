using Gan.Training;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Data;

[TestClass]
public sealed class BatchSourceTests
{
    [TestMethod]
    public void From_the_host_and_from_the_device_come_the_same_bits()
    {
        using var scope = NewDisposeScope();
        var data = DigitsDataset.Load();
        using var device = BatchSource.Create(data, 64, 3, CPU);
        using var host = BatchSource.Create(data, 64, 3, CPU, limitBytes: 1000);
        Assert.IsInstanceOfType<DeviceBatches>(device);
        Assert.IsInstanceOfType<HostBatches>(host);
        // 28 batches are an epoch: this crosses into the next.
        for (var i = 0; i < 40; i++)
            AssertSame(device.Next(), host.Next());
        Assert.AreEqual(device.Position, host.Position);

        var place = new BatchPosition(2, 640);
        device.Seek(place);
        host.Seek(place);
        AssertSame(device.Next(), host.Next());
    }

    private static void AssertSame(TrainingBatch expected, TrainingBatch found)
    {
        CollectionAssert.AreEqual(expected.Samples.data<float>().ToArray(), found.Samples.data<float>().ToArray());
        CollectionAssert.AreEqual(expected.Labels!.data<long>().ToArray(), found.Labels!.data<long>().ToArray());
    }
}
