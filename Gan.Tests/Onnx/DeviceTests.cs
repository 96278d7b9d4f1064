using Gan.Onnx;
using Gan.Onnx.Inference;

namespace Gan.Tests.Onnx;

/// <summary>Devices by name, and where CUDA's libraries are looked for.</summary>
[TestClass]
public sealed class DeviceTests
{
    [TestMethod]
    public void Devices_have_the_names_that_training_gives_them()
    {
        Assert.AreEqual(new SessionSettings(), SessionSettings.ForDevice("cpu"));
        Assert.AreEqual(new SessionSettings { GpuDeviceId = 0, FallbackToCpu = true }, SessionSettings.ForDevice("auto"));
        Assert.AreEqual(new SessionSettings { GpuDeviceId = 0, FallbackToCpu = false }, SessionSettings.ForDevice("cuda"));
        Assert.AreEqual(new SessionSettings { GpuDeviceId = 3, FallbackToCpu = false }, SessionSettings.ForDevice("cuda:3"));
        foreach (var name in new[] { "gpu", "", "cuda:", "cuda:-1", "cuda:x", "CPU" })
        {
            var message = Assert.ThrowsExactly<GanException>(() => SessionSettings.ForDevice(name)).Message;
            StringAssert.Contains(message, $"'{name}'; devices are cpu, cuda, cuda:0, cuda:1 and so on, and auto.");
        }
    }

    [TestMethod]
    public void Automatic_choice_without_a_card_says_why_it_fell_back()
    {
        using var session = new EncoderSession(TinyBundle.Make(encoder: true), SessionSettings.ForDevice("auto"));
        Assert.AreEqual(session.ExecutionProvider == "cpu", session.FallbackReason is { Length: > 10 }, session.FallbackReason);
    }

    [TestMethod]
    public void Libraries_are_found_in_the_first_folder_that_has_them_in_the_order_of_their_needs()
    {
        var root = Directory.CreateTempSubdirectory("gan-cuda-").FullName;
        try
        {
            var (first, second) = (
                Directory.CreateDirectory(Path.Combine(root, "a")).FullName,
                Directory.CreateDirectory(Path.Combine(root, "b")).FullName
            );
            foreach (
                var path in new[]
                {
                    "a/libcublas.so.12",
                    "a/libcublasLt.so.12",
                    "a/libcudnn.so.9",
                    "a/libcudart-0123abcd.so.12",
                    "a/libtorch.so",
                    "b/libcudart.so.12",
                    "b/libcublas.so.13",
                }
            )
            {
                File.WriteAllText(Path.Combine(root, path), "no library");
            }

            string[] expected = ["b/libcudart.so.12", "a/libcublasLt.so.12", "a/libcublas.so.12", "a/libcudnn.so.9"];
            CollectionAssert.AreEqual(
                expected.Select(p => Path.Combine(root, p)).ToArray(),
                CudaLibraries.Find([first, Path.Combine(root, "missing"), second, first]).ToArray()
            );
            Assert.IsEmpty(CudaLibraries.LoadFrom([first, second]), "what is no library is left to the system");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [TestMethod]
    public void A_library_that_can_be_loaded_is_loaded()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Only Linux's loader has to be helped.");
        var root = Directory.CreateTempSubdirectory("gan-cuda-").FullName;
        try
        {
            // Any library of this very process, under the name that is looked for.
            var any = File.ReadLines("/proc/self/maps")
                .Select(line => line.Split(' ')[^1])
                .First(path => Path.GetFileName(path).StartsWith("libSystem.Native", StringComparison.Ordinal));
            var copy = Path.Combine(root, "libcurand.so.10");
            File.Copy(any, copy);
            CollectionAssert.AreEqual(new[] { copy }, CudaLibraries.LoadFrom([root]).ToArray());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
