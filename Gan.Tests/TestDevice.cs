namespace Gan.Tests;

/// <summary>What tests train on: the processor, on which every figure in them was computed, or the device that the environment
/// variable GAN_TEST_DEVICE names, such as cuda. On a card the tests of equal bytes (same seed, resumed run, golden values) may
/// fail, since libtorch's sums there are not in a fixed order; the others hold.</summary>
internal static class TestDevice
{
    public static string Name { get; } = Environment.GetEnvironmentVariable("GAN_TEST_DEVICE") ?? "cpu";
}
