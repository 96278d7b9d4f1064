using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

/// <summary>A transformer that is not ML.NET's own is treated like one that is.</summary>
[TestClass]
public sealed class ThirdPartyTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Data(int rows = 80) => _ml.Data.LoadFromEnumerable(Points.Make(rows));

    [TestMethod]
    public void It_comes_back_from_a_saved_chain()
    {
        var model = new TransformerChain<ITransformer>(new DoublingTransformer("Target", "Twice", 2), new DoublingTransformer("Twice", "Again", 3));
        using var stream = new MemoryStream();
        _ml.Model.Save(model, Data().Schema, stream);
        stream.Position = 0;
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterAssembly(new LoadableTypes(typeof(DoublingTransformer), DoublingTransformer.LoaderSignature));
        var loaded = fresh.Model.Load(stream, out _);

        Assert.IsInstanceOfType<DoublingTransformer>(((IEnumerable<ITransformer>)loaded).First());
        CollectionAssert.AreEqual(Data().GetColumn<float>("Target").Select(value => value * 2 * 3).ToArray(),
            loaded.Transform(Data()).GetColumn<float>("Again").ToArray());
    }

    [TestMethod]
    public void It_stands_in_a_pipeline_with_a_cache_and_is_cross_validated()
    {
        var pipeline = new DoublingEstimator("Target", "Twice").Append(_ml.Transforms.Concatenate("All", "Features", "Twice"))
            .AppendCacheCheckpoint(_ml).Append(_ml.BinaryClassification.Trainers.SdcaLogisticRegression(featureColumnName: "All"));
        var results = _ml.BinaryClassification.CrossValidate(Data(300), pipeline, 3);
        Assert.IsTrue(results.All(result => result.Metrics.AreaUnderRocCurve > 0.8));
        using var engine = _ml.Model.CreatePredictionEngine<LabeledPoint, ScoredPoint>(results[0].Model);
        var rows = Points.Make(5);
        var expected = results[0].Model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score").ToArray();
        CollectionAssert.AreEqual(expected, rows.Select(row => engine.Predict(row).Score).ToArray());
    }

    [TestMethod]
    public void Its_view_can_be_shuffled_cut_and_saved()
    {
        var view = new DoublingTransformer("Target", "Twice", 2).Transform(Data());
        foreach (var data in new[] { _ml.Data.ShuffleRows(view, 3), _ml.Data.TakeRows(view, 10), _ml.Data.Cache(view) })
            CollectionAssert.AreEqual(data.GetColumn<float>("Target").Select(value => value * 2).ToArray(), data.GetColumn<float>("Twice").ToArray());
        using var stream = new MemoryStream();
        _ml.Data.SaveAsBinary(view, stream);
        Assert.IsTrue(stream.Length > 80 * 4);
    }
}
