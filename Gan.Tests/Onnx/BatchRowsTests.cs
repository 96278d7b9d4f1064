using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>How many rows a run of a model takes.</summary>
[TestClass]
public sealed class BatchRowsTests
{
    [TestMethod]
    [DataRow(1024, 256, 256)]
    [DataRow(1025, 256, 64)]
    [DataRow(1025, 20, 20)]
    [DataRow(1025, 4096, 64)]
    public void On_the_processor_large_samples_run_sixty_four_at_a_time(int size, int asked, int expected)
    {
        var bundle = TinyBundle.Make([size], generator: false, featureCount: 1);
        var ports = ModelPorts.Of(bundle.Manifest, GanBundle.DiscriminatorFile);
        using var runner = new ModelRunner(
            GanBundle.DiscriminatorFile,
            bundle.GetModel(GanBundle.DiscriminatorFile).ToArray(),
            new SessionSettings { BatchSize = asked },
            ports
        );
        Assert.AreEqual(expected, runner.BatchSize);
    }
}
