using Microsoft.ML.OnnxRuntime;

namespace Gan.Tests.Packages.OnnxRuntime;

/// <summary>The native library behind the managed API.</summary>
[TestClass]
public sealed class EnvironmentTests
{
    [TestMethod]
    public void The_native_library_says_its_version()
    {
        Assert.IsTrue(Version.TryParse(OrtEnv.Instance().GetVersionString(), out var version), OrtEnv.Instance().GetVersionString());

        // Operator set 17 with LayerNormalization, and OrtValue in the managed API, are the newest things relied on.
        Assert.IsTrue(version >= new Version(1, 16), $"ONNX Runtime {version} is older than 1.16.");
    }

    [TestMethod]
    public void The_processor_is_among_the_providers() =>
        CollectionAssert.Contains(OrtEnv.Instance().GetAvailableProviders(), "CPUExecutionProvider");

    /// <summary>A card that is not there is an exception to catch, not a crash; one that is there computes the same.</summary>
    [TestMethod]
    public void Asking_for_a_card_works_or_says_that_it_cannot()
    {
        float[] Run()
        {
            using var settings = new SessionOptions();
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = "0" });
            settings.AppendExecutionProvider_CUDA(cuda);
            using var session = new InferenceSession(Models.Affine(), settings);
            using var options = new RunOptions();
            using var x = OrtValue.CreateTensorValueFromMemory([1f, 2f, 3f], [1L, 3]);
            using var results = session.Run(options, ["x"], [x], ["y"]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }

        try
        {
            CollectionAssert.AreEqual(new[] { 2f, 14f, 26f }, Run());
        }
        catch (OnnxRuntimeException error)
        {
            StringAssert.Contains(error.Message, "cuda", StringComparison.OrdinalIgnoreCase);
        }
    }
}
