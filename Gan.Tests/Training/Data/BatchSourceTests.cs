using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Data;

[TestClass]
public sealed class BatchSourceTests
{
    [TestMethod]
    public void Wherever_the_data_lie_come_the_same_bits()
    {
        using var scope = NewDisposeScope();
        var data = Dataset.Digits();
        using var device = new DeviceBatches(data, 64, 3, CPU);
        using var host = new HostBatches(data, 64, 3, CPU, ahead: false);
        using var ahead = new HostBatches(data, 64, 3, CPU, ahead: true);
        // 28 batches are an epoch: this crosses into the next.
        for (var i = 0; i < 40; i++)
            AssertSame(device.Next(), host.Next(), ahead.Next());
        Assert.AreEqual(device.Position, host.Position);
        Assert.AreEqual(device.Position, ahead.Position);

        var place = new BatchPosition(2, 640);
        device.Seek(place);
        host.Seek(place);
        ahead.Seek(place);
        AssertSame(device.Next(), host.Next(), ahead.Next());
    }

    [TestMethod]
    public void Bytes_give_the_same_bits_as_floats()
    {
        using var scope = NewDisposeScope();
        var bytes = new byte[100 * 12];
        new Random(1).NextBytes(bytes);
        var labels = Enumerable.Range(0, 100).Select(i => i % 3).ToArray();
        var floats = new Dataset("f", [3, 2, 2], [.. bytes.Select(b => (float)b)], labels, ByteSamples.Range);
        var packed = new Dataset("b", [3, 2, 2], new ByteSamples(bytes, 12), labels, ByteSamples.Range);
        foreach (var (expected, found) in new[] { (floats, packed), (Some(floats), Some(packed)) })
        {
            CollectionAssert.AreEqual(expected.Samples.ToArray(), found.Samples.ToArray());
            using var all = new DeviceBatches(expected, 16, 5, CPU);
            using var some = new DeviceBatches(found, 16, 5, CPU);
            using var host = new HostBatches(found, 16, 5, CPU, ahead: false);
            for (var i = 0; i < 15; i++)
                AssertSame(all.Next(), some.Next(), host.Next());
        }

        // Chosen twice over, to go through a choice of a choice.
        static Dataset Some(Dataset data) => data.Where(label => label != 1).Split(0.3, seed: 2).Training;
    }

    [TestMethod]
    public void On_the_processor_data_stay_where_they_are()
    {
        using var scope = NewDisposeScope();
        using var batches = BatchSource.Create(Dataset.Digits(), 64, 3, CPU);
        Assert.IsInstanceOfType<HostBatches>(batches);
    }

    [TestMethod]
    public void A_broken_file_is_named_by_who_asks_for_its_batch()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.png"], "no picture");
        var source = new ImageSamples([new ImageFile(folder.Path, "a.png")], new ImageFolderOptions());
        var data = new Dataset("d", [3, 32, 32], source, null, ByteSamples.Range);
        using var batches = BatchSource.Create(data, 1, 3, CPU);
        var e = Assert.ThrowsExactly<GanException>(() => batches.Next());
        StringAssert.Contains(e.Message, $"'{folder["a.png"]}' has changed and cannot be read any more: it is text");
        File.Delete(folder["a.png"]);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => data.Sample(0).ToArray()).Message,
            $"'{folder["a.png"]}' is no longer there"
        );
    }

    private static void AssertSame(TrainingBatch expected, params TrainingBatch[] others)
    {
        foreach (var found in others)
        {
            CollectionAssert.AreEqual(expected.Samples.shape, found.Samples.shape);
            CollectionAssert.AreEqual(expected.Samples.data<float>().ToArray(), found.Samples.data<float>().ToArray());
            CollectionAssert.AreEqual(expected.Labels!.data<long>().ToArray(), found.Labels!.data<long>().ToArray());
        }
    }
}
