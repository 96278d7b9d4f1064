using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>What is said where a GPU is asked for and cannot be had.</summary>
[TestClass]
public sealed class OnnxRuntimeLibraryTests
{
    private static readonly string[] Plain = ["CPUExecutionProvider"];
    private static readonly string[] WithCuda = ["CUDAExecutionProvider", "CPUExecutionProvider"];

    [TestMethod]
    public void A_machine_without_a_driver_is_named_first()
    {
        Assert.AreEqual("There is no NVIDIA driver on this machine.", OnnxRuntimeLibrary.WhyNoCuda(WithCuda, hasDriver: false));
        Assert.AreEqual("There is no NVIDIA driver on this machine.", OnnxRuntimeLibrary.WhyNoCuda(Plain, hasDriver: false));
    }

    [TestMethod]
    public void An_ONNX_Runtime_without_CUDA_is_told_which_package_to_take()
    {
        StringAssert.StartsWith(
            OnnxRuntimeLibrary.WhyNoCuda(Plain, hasDriver: true),
            "This app's ONNX Runtime has no CUDA: add the package Microsoft.ML.OnnxRuntime.Gpu.Linux or "
                + "Microsoft.ML.OnnxRuntime.Gpu.Windows"
        );
        Assert.IsNull(OnnxRuntimeLibrary.WhyNoCuda(WithCuda, hasDriver: true));
    }
}
