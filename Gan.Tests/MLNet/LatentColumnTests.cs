using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Pictures to latents, latents along directions, latents to pictures.</summary>
[TestClass]
public sealed class LatentColumnTests
{
    private const int Size = 64,
        Latent = 3,
        Count = 2;

    private static readonly GanBundle Bundle = TinyBundle.Make(encoder: true, directions: Count);

    private readonly MLContext _ml = new(seed: 1);

    private IEstimator<ITransformer> Pipeline() =>
        _ml
            .Transforms.ApplyGanEncoder(Bundle, "Latent", "Picture")
            .Append(_ml.Transforms.ApplyGanDirections(Bundle, "Moved", "Latent", "Amounts"))
            .Append(
                _ml.Transforms.ApplyGanGenerator(
                    Bundle,
                    new GeneratorOptions { OutputColumnName = "Edited", LatentColumnName = "Moved" }
                )
            );

    [TestMethod]
    public void A_picture_is_encoded_moved_and_generated_again()
    {
        Row[] rows = [.. Enumerable.Range(0, 40).Select(Row.Create)];
        ITransformer model = Pipeline().Fit(_ml.Data.LoadFromEnumerable(rows));
        using var network = (IDisposable)model;
        Result[] results = [.. Results(model, rows)];
        foreach (var (row, result) in rows.Zip(results))
            Check(row, result);
    }

    [TestMethod]
    public void Saved_and_loaded_a_prediction_engine_gives_the_same()
    {
        Row[] rows = [.. Enumerable.Range(0, 5).Select(Row.Create)];
        IDataView input = _ml.Data.LoadFromEnumerable(rows);
        string path = Path.GetTempFileName();
        try
        {
            ITransformer model = Pipeline().Fit(input);
            using (var network = (IDisposable)model)
                _ml.Model.Save(model, input.Schema, path);
            var other = new MLContext(seed: 2);
            ITransformer loaded = other.LoadGanModel(path, out _);
            using PredictionEngine<Row, Result> engine = other.Model.CreatePredictionEngine<Row, Result>(loaded);
            foreach (Row row in rows)
                Check(row, engine.Predict(row));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void What_does_not_fit_is_said()
    {
        Refused(() => _ml.Transforms.ApplyGanEncoder(TinyBundle.Make(), "Latent"), "has no encoder: encoder.onnx is not in it");
        Refused(
            () => _ml.Transforms.ApplyGanDirections(TinyBundle.Make(), "M", "L", "A"),
            "has no directions: directions.onnx is not in it"
        );
        Refused(
            () =>
                _ml.Transforms.ApplyGanGenerator(Bundle, new GeneratorOptions { LatentColumnName = "Moved", Truncation = 0.5f }),
            "given by the column 'Moved', so there is nothing to truncate"
        );
        Row[] rows = [Row.Create(0)];
        IDataView input = _ml.Data.LoadFromEnumerable(rows);
        StringAssert.Contains(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.ApplyGanDirections(Bundle, "Moved", "Amounts", "Amounts").Fit(input)
                )
                .Message,
            "expected Vector<Single, 3>, got Vector<Single, 2>"
        );
        rows[0].Amounts[1] = float.NaN;
        ITransformer model = Pipeline().Fit(input);
        using var network = (IDisposable)model;
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => Results(model, rows).ToArray()).Message,
            "Column 'Amounts', row 0 (counted from 0): element 1 is NaN"
        );
    }

    private IEnumerable<Result> Results(ITransformer model, Row[] rows) =>
        _ml.Data.CreateEnumerable<Result>(model.Transform(_ml.Data.LoadFromEnumerable(rows)), reuseRowObject: false);

    private static void Check(Row row, Result result)
    {
        float[] latent = [.. Enumerable.Range(0, Latent).Select(i => 2 * (row.Picture[i] - 8 - 0.25f * i))];
        float[] moved = TinyBundle.ExpectedMove(latent, row.Amounts);
        ViewReader.AssertRowsEqual([moved, TinyBundle.ExpectedSample(moved, Size)], [result.Moved, result.Edited], 1e-4f);
    }

    private static void Refused(Action action, string part) =>
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(action).Message, part);

    private sealed class Row
    {
        [VectorType(1, 8, 8)]
        public float[] Picture { get; set; } = [];

        [VectorType(Count)]
        public float[] Amounts { get; set; } = [];

        public static Row Create(int id) =>
            new()
            {
                Picture = [.. Enumerable.Range(0, Size).Select(i => (float)((id * 31 + i * 17) % 17))],
                Amounts = [id * 0.5f, 1 - id],
            };
    }

    private sealed class Result
    {
        public float[] Moved { get; set; } = [];

        public float[] Edited { get; set; } = [];
    }
}
