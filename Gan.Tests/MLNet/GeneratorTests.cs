using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

[TestClass]
public sealed class GeneratorTests
{
    private const int Size = 64;

    private static readonly GanBundle Bundle = TinyBundle.Make();

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void By_position_the_rows_are_those_of_the_session()
    {
        IDataView input = TestRow.View(_ml, 600, Size);
        using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Bundle, seed: 42).Fit(input);
        IDataView output = generator.Transform(input);

        using var session = new GeneratorSession(Bundle);
        var expected = new float[600 * Size];
        session.Generate(42, 0, 600, expected);
        ViewReader.AssertRowsEqual(ViewReader.Rows(expected, Size), ViewReader.Vectors(output, "Generated"));
        var latent = new float[3];
        LatentSampler.Fill(LatentDistribution.Normal, 42, 599, latent);
        ViewReader.AssertRowsEqual(
            [TinyBundle.ExpectedSample(latent, Size)],
            [ViewReader.Vectors(output, "Generated")[599]],
            tolerance: 1e-4f
        );
    }

    [TestMethod]
    public void The_column_has_the_dimensions_of_a_sample()
    {
        IDataView input = TestRow.View(_ml, 1, Size);
        using GeneratorTransformer image = _ml.Transforms.ApplyGanGenerator(Bundle).Fit(input);
        Assert.AreEqual(
            new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8),
            image.GetOutputSchema(input.Schema)["Generated"].Type
        );
        using GeneratorTransformer vector = _ml.Transforms.ApplyGanGenerator(TinyBundle.Make([7]), "Row").Fit(input);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 7), vector.GetOutputSchema(input.Schema)["Row"].Type);
    }

    [TestMethod]
    public void A_seed_gives_the_same_sample_wherever_its_row_stands()
    {
        IDataView input = TestRow.View(_ml, 300, Size);
        using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Bundle, seedColumnName: "Seed").Fit(input);
        using var session = new GeneratorSession(Bundle);
        IDataView output = generator.Transform(_ml.Data.ShuffleRows(input, seed: 5));
        List<int> seeds = ViewReader.Column<int>(output, "Seed");
        List<float[]> samples = ViewReader.Vectors(output, "Generated");
        CollectionAssert.AreNotEqual(Enumerable.Range(0, 300).Select(i => i * 7 % 1000).ToList(), seeds);
        for (int row = 0; row < seeds.Count; row++)
        {
            var expected = new float[Size];
            session.Generate((ulong)seeds[row], 0, 1, expected);
            ViewReader.AssertRowsEqual([expected], [samples[row]], tolerance: 1e-5f);
        }
    }

    private sealed class Seeds
    {
        public int Int { get; set; }

        public long Long { get; set; }

        public uint UInt { get; set; }

        public ulong ULong { get; set; }

        public double Double { get; set; }
    }

    [TestMethod]
    public void Every_integer_type_gives_the_same_sample_for_the_same_seed()
    {
        Seeds[] seeds =
        [
            new()
            {
                Int = 5,
                Long = 5,
                UInt = 5,
                ULong = 5,
            },
            new()
            {
                Int = -1,
                Long = -1,
                UInt = uint.MaxValue,
                ULong = ulong.MaxValue,
            },
        ];
        IDataView input = _ml.Data.LoadFromEnumerable(seeds);
        List<float[]> Samples(string column)
        {
            using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Bundle, "X", column).Fit(input);
            return ViewReader.Vectors(generator.Transform(input), "X");
        }

        List<float[]> expected = Samples("ULong");
        ViewReader.AssertRowsEqual(expected, Samples("Int"));
        ViewReader.AssertRowsEqual(expected, Samples("Long"));
        ViewReader.AssertRowsEqual([expected[0]], [Samples("UInt")[0]]);
        CollectionAssert.AreNotEqual(expected[0], expected[1]);

        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Samples("Double"));
        StringAssert.StartsWith(
            e.Message,
            "Schema mismatch for input column 'Double': expected UInt64 or Int64 or UInt32 or Int32, got Double."
        );
    }

    private sealed class Generated
    {
        [ColumnName("Generated")]
        public float[] Sample { get; set; } = [];
    }

    [TestMethod]
    public void A_prediction_engine_turns_seeds_into_samples()
    {
        IDataView input = _ml.Data.LoadFromEnumerable([new Seeds()]);
        GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Bundle, seedColumnName: "ULong").Fit(input);
        using var engine = _ml.Model.CreatePredictionEngine<Seeds, Generated>(generator);
        using var session = new GeneratorSession(Bundle);
        foreach (ulong seed in new[] { 9UL, 10UL, 9UL })
        {
            var expected = new float[Size];
            session.Generate(seed, 0, 1, expected);
            ViewReader.AssertRowsEqual([expected], [engine.Predict(new Seeds { ULong = seed }).Sample]);
        }
    }

    [TestMethod]
    public void Without_seeds_a_prediction_engine_counts_its_predictions()
    {
        IDataView input = _ml.Data.LoadFromEnumerable([new Seeds()]);
        GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Bundle, seed: 8).Fit(input);
        using var engine = _ml.Model.CreatePredictionEngine<Seeds, Generated>(generator);
        using var session = new GeneratorSession(Bundle);
        var expected = new float[3 * Size];
        session.Generate(8, 0, 3, expected);
        ViewReader.AssertRowsEqual(
            ViewReader.Rows(expected, Size),
            [.. Enumerable.Range(0, 3).Select(_ => engine.Predict(new Seeds()).Sample)],
            1e-5f
        );
    }

    [TestMethod]
    public void A_bundle_without_a_generator_is_refused()
    {
        var e = Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanGenerator(TinyBundle.Make(generator: false)));
        Assert.AreEqual("The bundle (linear) has no generator: generator.onnx is not in it.", e.Message);
    }
}
