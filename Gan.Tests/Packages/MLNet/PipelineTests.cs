using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class PipelineTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void A_model_survives_saving_and_loading()
    {
        var data = _ml.Data.LoadFromEnumerable(Points.Make(100));
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Class", "Name")
            .Append(_ml.Transforms.NormalizeMinMax("Features"))
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out var schema);

        Assert.AreEqual(data.Schema["Features"].Type, schema["Features"].Type);
        CollectionAssert.AreEqual(model.Transform(data).GetColumn<string>("PredictedLabel").ToArray(),
            loaded.Transform(data).GetColumn<string>("PredictedLabel").ToArray());
        using var again = new MemoryStream();
        _ml.Model.Save(loaded, schema, again);
        Assert.AreEqual(stream.Length, again.Length, 64);
    }

    [TestMethod]
    public void Every_kind_of_model_survives()
    {
        var data = _ml.Transforms.Conversion.MapValueToKey("Class", "Name").Fit(_ml.Data.LoadFromEnumerable(Points.Make(60)))
            .Transform(_ml.Data.LoadFromEnumerable(Points.Make(60)));
        foreach (var estimator in new IEstimator<ITransformer>[]
        {
            _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), _ml.BinaryClassification.Trainers.AveragedPerceptron(),
            _ml.Regression.Trainers.Sdca("Target"), _ml.AnomalyDetection.Trainers.RandomizedPca(rank: 2),
            _ml.MulticlassClassification.Trainers.OneVersusAll(_ml.BinaryClassification.Trainers.AveragedPerceptron(), "Class"),
            _ml.Transforms.ReplaceMissingValues("Score", "Features").Append(_ml.Transforms.Concatenate("All", "Score", "Target"))
                .Append(_ml.Transforms.SelectColumns("Score", "All")),
            _ml.Transforms.Categorical.OneHotEncoding("Score", "Name"),
        })
        {
            var model = estimator.Fit(data);
            using var stream = new MemoryStream();
            _ml.Model.Save(model, data.Schema, stream);
            stream.Position = 0;
            var loaded = new MLContext().Model.Load(stream, out _).Transform(data);
            var expected = model.Transform(data);
            if (expected.Schema["Score"].Type is VectorDataViewType)
                CollectionAssert.AreEqual(expected.GetColumn<float[]>("Score").SelectMany(row => row).ToArray(),
                    loaded.GetColumn<float[]>("Score").SelectMany(row => row).ToArray());
            else
                CollectionAssert.AreEqual(expected.GetColumn<float>("Score").ToArray(), loaded.GetColumn<float>("Score").ToArray());
        }
    }

    [TestMethod]
    public void A_file_that_is_no_model_is_refused() =>
        Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(new MemoryStream([1, 2, 3]), out _));

    [TestMethod]
    public void A_prediction_engine_agrees_with_the_pipeline()
    {
        var rows = Points.Make(50);
        var data = _ml.Data.LoadFromEnumerable(rows);
        var model = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(data);
        using var engine = _ml.Model.CreatePredictionEngine<LabeledPoint, ScoredPoint>(model);
        var scores = model.Transform(data).GetColumn<float>("Score").ToArray();
        for (var i = 0; i < rows.Length; i++)
            Assert.AreEqual(scores[i], engine.Predict(rows[i]).Score, 1e-6);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Model.CreatePredictionEngine<LabeledPoint, ScoredPoint>(model, ignoreMissingColumns: false));
    }

    [TestMethod]
    public void Chains_keep_their_parts_and_delegates_see_what_is_fitted()
    {
        var data = _ml.Data.LoadFromEnumerable(Points.Make(40));
        ITransformer? seen = null;
        var chain = _ml.Transforms.NormalizeMinMax("Features").WithOnFitDelegate(fitted => seen = fitted)
            .Append(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression()).Fit(data);
        Assert.AreEqual(2, chain.Count());
        Assert.AreSame(seen, chain.First());
        Assert.AreEqual(3, chain.LastTransformer.Model.SubModel.Weights.Count);
        Assert.IsTrue(((ITransformer)chain).IsRowToRowMapper);
    }

    [TestMethod]
    public void The_context_keeps_its_settings_and_logs()
    {
        var ml = new MLContext(3) { GpuDeviceId = 1, FallbackToCpu = true };
        Assert.AreEqual(1, ml.GpuDeviceId);
        Assert.IsTrue(ml.FallbackToCpu);
        var messages = new List<LoggingEventArgs>();
        ml.Log += (_, message) => messages.Add(message);
        using (var channel = ((Microsoft.ML.Runtime.IHostEnvironment)ml).Register("host").Start("channel"))
            channel.Warning(Microsoft.ML.Runtime.MessageSensitivity.None, "look {0}", "here");
        var logged = messages.Single(message => message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning);
        Assert.AreEqual("look here", logged.RawMessage);
        StringAssert.Contains(logged.Message, "look here");
    }
}
