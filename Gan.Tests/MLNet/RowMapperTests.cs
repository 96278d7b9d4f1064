using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>What a PredictionEngine relies on.</summary>
[TestClass]
public sealed class RowMapperTests
{
    private const int Size = 64;

    private static readonly GanBundle Bundle = TinyBundle.Make();

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_row_has_the_mappers_schema_and_follows_the_row_beneath()
    {
        IDataView input = TestRow.View(_ml, 20, Size);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        Assert.IsTrue(scorer.IsRowToRowMapper);
        IRowToRowMapper mapper = scorer.GetRowToRowMapper(input.Schema);
        Assert.AreSame(mapper.OutputSchema, mapper.OutputSchema);
        Assert.AreSame(input.Schema, mapper.InputSchema);

        using DataViewRowCursor cursor = input.GetRowCursor(input.Schema);
        using DataViewRow row = mapper.GetRow(cursor, mapper.OutputSchema);
        Assert.AreSame(mapper.OutputSchema, row.Schema);
        ValueGetter<float> score = row.GetGetter<float>(row.Schema["Score"]);
        ValueGetter<bool> label = row.GetGetter<bool>(row.Schema["PredictedLabel"]);
        ValueGetter<long> id = row.GetGetter<long>(row.Schema["Id"]);
        float scoreValue = 0;
        bool labelValue = false;
        long idValue = 0;
        for (long i = 0; cursor.MoveNext(); i++)
        {
            id(ref idValue);
            label(ref labelValue);
            score(ref scoreValue);
            float expected = TinyBundle.ExpectedScore([.. TestRow.Create(i, Size).Features.DenseValues()]);
            Assert.AreEqual(i, idValue);
            Assert.AreEqual(i, row.Position);
            Assert.AreEqual(expected, scoreValue, 1e-4f);
            Assert.AreEqual(expected > TinyBundle.Threshold, labelValue);
        }
    }

    [TestMethod]
    public void Dependencies_go_back_to_the_input()
    {
        IDataView input = TestRow.View(_ml, 1, Size);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Bundle).Fit(input);
        string[] Dependencies(ITransformer transformer, params string[] columns)
        {
            IRowToRowMapper mapper = transformer.GetRowToRowMapper(input.Schema);
            return [.. mapper.GetDependencies(columns.Select(c => mapper.OutputSchema[c])).Select(c => c.Name).Order()];
        }

        CollectionAssert.AreEqual(new[] { "Features" }, Dependencies(scorer, "PredictedLabel"));
        CollectionAssert.AreEqual(new[] { "Features", "Name" }, Dependencies(scorer, "Score", "Name"));
        CollectionAssert.AreEqual(new[] { "Id" }, Dependencies(scorer, "Id"));
        CollectionAssert.AreEqual(Array.Empty<string>(), Dependencies(generator, "Generated"));
        using GeneratorTransformer seeded = _ml.Transforms.ApplyGanGenerator(Bundle, "Generated", "Seed").Fit(input);
        CollectionAssert.AreEqual(new[] { "Seed" }, Dependencies(seeded, "Generated"));
    }

    [TestMethod]
    public void A_row_of_another_schema_is_refused()
    {
        IDataView input = TestRow.View(_ml, 1, Size),
            other = _ml.Data.LoadFromEnumerable([new { X = 1f }]);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        using DataViewRowCursor cursor = other.GetRowCursor(other.Schema);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => scorer.GetRowToRowMapper(input.Schema).GetRow(cursor, [])).Message,
            "The row's schema is not the schema that this mapper was made for."
        );
    }

    private sealed class Sample
    {
        [VectorType(Size)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    [TestMethod]
    public void A_bad_row_does_not_spoil_the_next()
    {
        IDataView input = _ml.Data.LoadFromEnumerable([new Sample()]);
        AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        using var engine = _ml.Model.CreatePredictionEngine<Sample, Prediction>(scorer);
        float[] zeros = new float[Size],
            bad = [.. Enumerable.Repeat(1f, Size)];
        bad[3] = float.NegativeInfinity;
        Assert.AreEqual(64, engine.Predict(new Sample { Features = zeros }).Score, 1e-4f);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => engine.Predict(new Sample { Features = bad })).Message,
            "element 3 is minus infinity."
        );
        Assert.AreEqual(64, engine.Predict(new Sample { Features = zeros }).Score, 1e-4f);
        bad[3] = 1;
        Assert.AreEqual(49, engine.Predict(new Sample { Features = bad }).Score, 1e-4f);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => engine.Predict(new Sample { Features = [1, 2] })).Message,
            "the vector has 2 values, not 64."
        );
        Assert.AreEqual(49, engine.Predict(new Sample { Features = bad }).Score, 1e-4f);
    }
}
