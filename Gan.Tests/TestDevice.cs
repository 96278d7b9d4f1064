using Gan.Onnx.Inference;

namespace Gan.Tests;

/// <summary>What tests train and run models on: the processor, on which every figure in them was computed, or the device that the
/// environment variable GAN_TEST_DEVICE names, such as cuda. On a card tests of equal bytes (same seed, resumed run, golden
/// values) may fail, since libtorch's sums there are in no fixed order; the others hold.</summary>
internal static class TestDevice
{
    public static string Name { get; } = Environment.GetEnvironmentVariable("GAN_TEST_DEVICE") ?? "cpu";

    public static SessionSettings Session { get; } = SessionSettings.ForDevice(Name);
}
