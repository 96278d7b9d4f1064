using Gan.MLNet;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Microsoft.ML;

namespace Gan.Tests.MLNet;

/// <summary>A GPU that was asked for and cannot be used is named in the context's log, once for each network that is
/// loaded.</summary>
[TestClass]
public sealed class FallbackTests
{
    private const int Missing = 900; // no machine has that many GPUs

    private readonly List<string> _lines = [];
    private readonly MLContext _ml = new(1) { GpuDeviceId = Missing, FallbackToCpu = true };

    public FallbackTests() => _ml.Log += (_, e) => _lines.Add($"{e.Kind}: {e.Message}");

    private int Warnings =>
        _lines.Count(l => l.Contains("The GPU cannot be used, so the network runs on the CPU: ", StringComparison.Ordinal));

    [TestMethod]
    [DynamicData(nameof(TransformerCases.BundleNames), typeof(TransformerCases))]
    public void A_transformer_says_so_when_it_loads_its_network_and_not_again(string name)
    {
        IDataView rows = TestRow.View(_ml, 5, TransformerCases.Size);
        ITransformer transformer = TransformerCases.Make(name, _ml).Fit(rows);
        IDataView result = transformer.Transform(rows);
        Assert.AreEqual(0, Warnings, "No network is loaded before the first row.");
        for (int i = 0; i < 2; i++)
        {
            using DataViewRowCursor cursor = result.GetRowCursor(result.Schema);
            while (cursor.MoveNext()) { }
        }

        ((IDisposable)transformer).Dispose();
        Assert.AreEqual(1, Warnings, string.Join("\n", _lines));
    }

    [TestMethod]
    public void Settings_of_ones_own_are_told_of_too_and_keep_their_own_listener()
    {
        var settings = new SessionSettings { GpuDeviceId = Missing };
        _ml.Data.GenerateWithGan(TinyBundle.Make(), 3, options: new GeneratorOptions { Settings = settings }).Preview();
        Assert.AreEqual(1, Warnings, string.Join("\n", _lines));

        string? reason = null;
        settings = settings with { OnFallback = r => reason = r };
        _ml.Data.GenerateWithGan(TinyBundle.Make(), 3, options: new GeneratorOptions { Settings = settings }).Preview();
        Assert.AreEqual(1, Warnings, "The listener is asked instead of the log.");
        Assert.IsTrue(reason is { Length: > 10 }, reason);
    }
}
