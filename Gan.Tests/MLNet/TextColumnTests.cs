using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.StackGan;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Pictures of the words in a column.</summary>
[TestClass]
public sealed class TextColumnTests
{
    private static readonly string[] Captions = ["a red circle in the middle", "", "a blue cross at the top left"];
    private readonly MLContext _ml = new(seed: 1);

    private static GanBundle Bundle => StackGanBundle.Trained;

    private sealed class Wish
    {
        public string Caption { get; set; } = "";

        public uint Seed { get; set; }
    }

    private sealed class Picture
    {
        [VectorType(3, 32, 32)]
        public float[] Pixels { get; set; } = [];
    }

    private IDataView Wishes =>
        _ml.Data.LoadFromEnumerable(Captions.Select((text, i) => new Wish { Caption = text, Seed = (uint)i + 5 }));

    [TestMethod]
    public void Each_row_shows_what_its_text_says()
    {
        using var generator = _ml.Transforms.ApplyGanGenerator(Bundle, "Picture", "Seed", textColumnName: "Caption").Fit(Wishes);
        var pictures = ViewReader.Vectors(generator.Transform(Wishes), "Picture");
        using var session = new GeneratorSession(Bundle);
        for (var row = 0; row < Captions.Length; row++)
        {
            var expected = new float[session.SampleSize];
            session.Generate((ulong)row + 5, 0, 1, float.PositiveInfinity, Captions[row], expected);
            ViewReader.AssertRowsEqual([expected], [pictures[row]], 1e-5f);
        }

        using var engine = _ml.Model.CreatePredictionEngine<Wish, Picture>(
            _ml.Transforms.ApplyGanGenerator(Bundle, "Pixels", "Seed", textColumnName: "Caption").Fit(Wishes)
        );
        ViewReader.AssertRowsEqual([pictures[2]], [engine.Predict(new Wish { Caption = Captions[2], Seed = 7 }).Pixels], 1e-5f);
    }

    [TestMethod]
    public void Without_a_text_column_the_bundle_s_examples_go_in_turn()
    {
        using var generator = _ml.Transforms.ApplyGanGenerator(Bundle, "X", seed: 3).Fit(Wishes);
        using var session = new GeneratorSession(Bundle);
        var expected = new float[3 * session.SampleSize];
        session.Generate(3, 0, 3, expected);
        ViewReader.AssertRowsEqual(
            ViewReader.Rows(expected, session.SampleSize),
            ViewReader.Vectors(generator.Transform(Wishes), "X"),
            1e-5f
        );
    }

    [TestMethod]
    public void The_column_is_saved_and_models_of_the_version_before_are_read()
    {
        using var folder = new TestFolder();
        var path = folder["model.zip"];
        using (var generator = _ml.Transforms.ApplyGanGenerator(Bundle, "X", "Seed", textColumnName: "Caption").Fit(Wishes))
        {
            _ml.Model.Save(generator, Wishes.Schema, path);
            using var loaded = Loaded(path);
            Assert.AreEqual("Caption", loaded.TextColumnName);
            ViewReader.AssertRowsEqual(
                ViewReader.Vectors(generator.Transform(Wishes), "X"),
                ViewReader.Vectors(loaded.Transform(Wishes), "X")
            );
        }

        using var plain = _ml.Transforms.ApplyGanGenerator(TinyBundle.Make(), "X", "Seed").Fit(Wishes);
        _ml.Model.Save(plain, Wishes.Schema, path);
        // Two bytes that say that there is no name are what that version did not have.
        ModelZip.SetVersion(path, GeneratorTransformer.Identity, 0x00010002);
        ModelZip.Rewrite(path, "/Settings", bytes => bytes[..^2]);
        using var older = Loaded(path);
        Assert.AreEqual(("X", "Seed", null), (older.OutputColumnName, older.SeedColumnName, older.TextColumnName));
    }

    [TestMethod]
    public void Other_bundles_and_other_columns_are_refused()
    {
        var e = Assert.ThrowsExactly<GanException>(() =>
            _ml.Transforms.ApplyGanGenerator(TinyBundle.Make(), "X", textColumnName: "Caption")
        );
        StringAssert.Contains(e.Message, "takes no texts: leave out the text column 'Caption'");
        var estimator = _ml.Transforms.ApplyGanGenerator(Bundle, "X", textColumnName: "Seed");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(Wishes)).Message,
            "expected String, got UInt32"
        );
    }

    private static GeneratorTransformer Loaded(string path)
    {
        var model = new MLContext().LoadGanModel(path, out _);
        return model as GeneratorTransformer ?? ((IEnumerable<ITransformer>)model).OfType<GeneratorTransformer>().Single();
    }
}
