using System.Text;
using Gan.MLNet;
using Gan.MLNet.Persistence;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Microsoft.ML;

namespace Gan.Tests.MLNet;

[TestClass]
public sealed class PersistenceTests
{
    private const int Size = 64,
        Rows = 300;

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("gan-mlnet-").FullName;

    [TestCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    private string ModelPath => Path.Combine(_folder, "model.zip");

    /// <summary>Every column that the model computes for the test rows, as bytes.</summary>
    private static byte[] Apply(MLContext ml, ITransformer model) => ModelOutput.Compute(ml, model, Size);

    /// <summary>All three transformers, with ML.NET's own before and after.</summary>
    private (ITransformer Model, IDataView Data) Train()
    {
        GanBundle bundle = TinyBundle.Make();
        IDataView data = TestRow.View(_ml, Rows, Size);
        var pipeline = _ml
            .Transforms.CopyColumns("Pixels", "Features")
            .Append(_ml.Transforms.ApplyGanGenerator(bundle, seedColumnName: "Seed"))
            .Append(_ml.Transforms.ApplyGanFeaturizer(bundle, "Deep", "Pixels", new SessionSettings { BatchSize = 100 }))
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(bundle, "Pixels", threshold: 20.5f))
            .Append(_ml.Transforms.NormalizeMinMax("Scaled", "Deep"));
        return (pipeline.Fit(data), data);
    }

    [TestMethod]
    public void A_new_context_loads_the_same_model_and_saves_it_again()
    {
        (ITransformer model, IDataView data) = Train();
        byte[] expected = Apply(_ml, model);
        _ml.Model.Save(model, data.Schema, ModelPath);

        var second = new MLContext();
        second.RegisterGanTransformers().RegisterGanTransformers();
        ITransformer loaded = second.Model.Load(ModelPath, out DataViewSchema schema);
        Assert.AreEqual(data.Schema.Count, schema.Count);
        CollectionAssert.AreEqual(expected, Apply(second, loaded));

        string again = Path.Combine(_folder, "again.zip");
        second.Model.Save(loaded, schema, again);
        var third = new MLContext();
        CollectionAssert.AreEqual(expected, Apply(third, third.LoadGanModel(again, out _)));
    }

    [TestMethod]
    public void Settings_survive()
    {
        (ITransformer model, IDataView data) = Train();
        _ml.Model.Save(model, data.Schema, ModelPath);
        var chain = (IEnumerable<ITransformer>)new MLContext().LoadGanModel(ModelPath, out _);
        var generator = chain.OfType<GeneratorTransformer>().Single();
        Assert.AreEqual(("Generated", "Seed", 0UL), (generator.OutputColumnName, generator.SeedColumnName, generator.Seed));
        var featurizer = chain.OfType<FeaturizerTransformer>().Single();
        Assert.AreEqual(("Deep", "Pixels"), (featurizer.OutputColumnName, featurizer.InputColumnName));
        Assert.AreEqual(100, featurizer.Settings.BatchSize);
        var scorer = chain.OfType<AnomalyScorerTransformer>().Single();
        Assert.AreEqual(
            ("Pixels", "Score", "PredictedLabel", 20.5f),
            (scorer.InputColumnName, scorer.ScoreColumnName, scorer.PredictedLabelColumnName, scorer.Threshold)
        );
        Assert.AreEqual("linear", scorer.Bundle.Manifest.Method);

        IDataView one = TestRow.View(_ml, 1, Size);
        GeneratorTransformer seedless = _ml.Transforms.ApplyGanGenerator(TinyBundle.Make(), "X", seed: ulong.MaxValue).Fit(one);
        _ml.Model.Save(seedless, one.Schema, ModelPath);
        var byPosition = Find<GeneratorTransformer>(new MLContext().LoadGanModel(ModelPath, out _));
        Assert.AreEqual(("X", null, ulong.MaxValue), (byPosition.OutputColumnName, byPosition.SeedColumnName, byPosition.Seed));
    }

    private static T Find<T>(ITransformer model) =>
        model is T found ? found : ((IEnumerable<ITransformer>)model).OfType<T>().Single();

    [TestMethod]
    public void The_device_is_the_loading_contexts()
    {
        IDataView one = TestRow.View(_ml, 1, Size);
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (3, true);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(TinyBundle.Make()).Fit(one);
        Assert.AreEqual((3, true), (scorer.Settings.GpuDeviceId, scorer.Settings.FallbackToCpu));
        _ml.Model.Save(scorer, one.Schema, ModelPath);
        var second = new MLContext { GpuDeviceId = 1, FallbackToCpu = false };
        var loaded = Find<AnomalyScorerTransformer>(second.LoadGanModel(ModelPath, out _));
        Assert.AreEqual((1, false), (loaded.Settings.GpuDeviceId, loaded.Settings.FallbackToCpu));
        Assert.IsNull(Find<AnomalyScorerTransformer>(new MLContext().LoadGanModel(ModelPath, out _)).Settings.GpuDeviceId);
    }

    [TestMethod]
    public void Another_process_computes_the_same_bytes()
    {
        (ITransformer model, IDataView data) = Train();
        _ml.Model.Save(model, data.Schema, ModelPath);
        CollectionAssert.AreEqual(Apply(_ml, model), FreshProcess.Apply(ModelPath));
    }

    [TestMethod]
    public void Without_registration_ML_NET_says_that_it_cannot_load()
    {
        (ITransformer model, IDataView data) = Train();
        _ml.Model.Save(model, data.Schema, ModelPath);
        Exception? e = null;
        try
        {
            new MLContext().Model.Load(ModelPath, out _);
        }
#pragma warning disable CA1031 // of what type it is, is ML.NET's business
        catch (Exception thrown)
        {
            e = thrown;
        }
#pragma warning restore CA1031
        Assert.IsNotNull(e);
    }

    private void Rewrite(string suffix, Func<byte[], byte[]> change, string text = "") =>
        ModelZip.Rewrite(ModelPath, suffix, change, text);

    private void SaveScorer()
    {
        IDataView data = TestRow.View(_ml, 1, Size);
        _ml.Model.Save(_ml.Transforms.ApplyGanAnomalyScorer(TinyBundle.Make()).Fit(data), data.Schema, ModelPath);
    }

    private string Refusal()
    {
        var e = Assert.ThrowsExactly<GanException>(() => new MLContext().LoadGanModel(ModelPath, out _));
        StringAssert.StartsWith(e.Message, $"'{ModelPath}': The model's part 'GanAnomalyScorer' ");
        StringAssert.EndsWith(e.Message, ".");
        return e.Message;
    }

    [TestMethod]
    public void A_damaged_bundle_is_refused()
    {
        SaveScorer();
        Rewrite(
            "/Bundle",
            bytes =>
            {
                bytes[bytes.Length / 2] ^= 0x40;
                return bytes;
            }
        );
        StringAssert.Contains(Refusal(), " is damaged: ");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(2000)]
    public void A_truncated_bundle_is_refused(int length)
    {
        SaveScorer();
        Rewrite("/Bundle", bytes => bytes[..length]);
        StringAssert.Contains(Refusal(), " is damaged: ");
    }

    [TestMethod]
    public void Truncated_settings_are_refused()
    {
        SaveScorer();
        Rewrite("/Settings", bytes => bytes[..6]);
        StringAssert.Contains(Refusal(), " is damaged: ");
    }

    [TestMethod]
    public void A_model_of_a_later_version_is_refused()
    {
        SaveScorer();
        ModelZip.RaiseVersion(ModelPath, AnomalyScorerTransformer.Identity);
        StringAssert.Contains(Refusal(), " was written by a later version of Gan.MLNet, or its header is damaged: update ");
    }

    [TestMethod]
    public void What_is_no_model_is_refused()
    {
        var e = Assert.ThrowsExactly<GanException>(() => _ml.LoadGanModel(ModelPath, out _));
        Assert.AreEqual(
            $"'{ModelPath}' cannot be loaded as an ML.NET model: Could not find file '{ModelPath}'. "
                + "Check the path, or fetch the file again.",
            e.Message
        );
        File.WriteAllText(ModelPath, "no zip");
        e = Assert.ThrowsExactly<GanException>(() => _ml.LoadGanModel(ModelPath, out _));
        StringAssert.StartsWith(e.Message, $"'{ModelPath}' cannot be loaded as an ML.NET model: ");
        SaveScorer();
        File.WriteAllBytes(ModelPath, File.ReadAllBytes(ModelPath)[..2000]);
        e = Assert.ThrowsExactly<GanException>(() => _ml.LoadGanModel(ModelPath, out _));
        StringAssert.StartsWith(e.Message, $"'{ModelPath}' cannot be loaded as an ML.NET model: ");
    }

    [TestMethod]
    public void A_model_whose_assembly_has_a_damaged_name_is_refused()
    {
        SaveScorer();
        Rewrite(
            "TransformerChain/Model.key",
            bytes =>
            {
                bytes[bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("Gan.MLNet"))] = 0;
                return bytes;
            }
        );
        var e = Assert.ThrowsExactly<GanException>(() => _ml.LoadGanModel(ModelPath, out _));
        StringAssert.StartsWith(e.Message, $"'{ModelPath}' cannot be loaded as an ML.NET model: ");
        StringAssert.EndsWith(e.Message, ". Check the path, or fetch the file again.");
        Assert.IsInstanceOfType<ArgumentException>(e.InnerException);
    }

    [TestMethod]
    public void A_path_that_is_none_is_the_callers_mistake()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.LoadGanModel(null!, out _));
        Assert.ThrowsExactly<ArgumentException>(() => _ml.LoadGanModel("", out _));
    }

    [TestMethod]
    public void A_missing_internal_is_one_sentence_that_names_ML_NETs_version()
    {
        string message = MLNetInternals.Missing("Microsoft.ML.VersionInfo").Message;
        StringAssert.StartsWith(message, "Gan.MLNet needs Microsoft.ML.VersionInfo, which Microsoft.ML.Core ");
        StringAssert.EndsWith(
            message,
            " does not have: use a version of Microsoft.ML that this version of Gan.MLNet was built for (5.0)."
        );
    }
}
