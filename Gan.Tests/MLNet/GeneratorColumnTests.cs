using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.Tests.MLNet;

/// <summary>Classes, codes, truncation, images, and rows out of nothing.</summary>
[TestClass]
public sealed class GeneratorColumnTests
{
    private static readonly GanBundle Conditional = ConditionalBundleTests.Make();

    private readonly MLContext _ml = new(seed: 1);

    private sealed class Wish
    {
        public ulong Seed { get; set; }

        public string Kind { get; set; } = "";

        [VectorType(3)]
        public float[] Code { get; set; } = [];

        public float Truncation { get; set; } = 10;
    }

    private static readonly Wish[] Wishes =
    [
        new()
        {
            Seed = 4,
            Kind = "even",
            Code = [0, 1, 0.5f],
        },
        new()
        {
            Seed = 4,
            Kind = "odd",
            Code = [1, 0, 0.5f],
        },
        new()
        {
            Seed = 4,
            Kind = "odd",
            Code = [0, 1, 0.5f],
            Truncation = 0.05f,
        },
    ];

    private static readonly GeneratorOptions All = new()
    {
        OutputColumnName = "X",
        SeedColumnName = "Seed",
        LabelColumnName = "Kind",
        CodeColumnName = "Code",
        TruncationColumnName = "Truncation",
    };

    /// <summary>x = z + 10 label + the code's first value.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Classes_codes_and_truncation_come_from_columns(bool keys)
    {
        IDataView input = _ml.Data.LoadFromEnumerable(Wishes);
        if (keys)
            input = _ml.Transforms.Conversion.MapValueToKey("Kind").Fit(input).Transform(input);
        using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Conditional, All).Fit(input);
        List<float[]> samples = ViewReader.Vectors(generator.Transform(input), "X");
        var z = new float[2];
        LatentSampler.Fill(LatentDistribution.Normal, 4, 0, z);
        var near = new float[2];
        LatentSampler.Fill(LatentDistribution.Normal, 4, 0, 0.05f, near);
        ViewReader.AssertRowsEqual([z, [z[0] + 11, z[1] + 11], [near[0] + 10, near[1] + 10]], samples, 1e-5f);

        using var folder = new TestFolder();
        string path = Path.Combine(folder.Path, "model.zip");
        _ml.Model.Save(generator, input.Schema, path);
        ITransformer loaded = new MLContext().LoadGanModel(path, out _);
        ViewReader.AssertRowsEqual(samples, ViewReader.Vectors(loaded.Transform(input), "X"));
        (loaded as IDisposable)?.Dispose();
    }

    private sealed class NumberedWish
    {
        public ulong Seed { get; set; } = 4;

        public byte Kind { get; set; }

        public bool IsOdd => Kind == 1;
    }

    [TestMethod]
    [DataRow("Kind")]
    [DataRow("IsOdd")]
    public void A_key_of_a_column_asks_for_the_same_classes_as_the_column(string column)
    {
        BundleManifest manifest = Conditional.Manifest;
        GanBundle bundle = GanBundle.Create(
            manifest with
            {
                Data = manifest.Data with { Labels = ["0", "1"] },
            },
            manifest.Files.ToDictionary(f => f.Name, f => Conditional.GetModel(f.Name).ToArray())
        );
        // The second class comes first, so that it is the first key.
        IDataView input = _ml.Data.LoadFromEnumerable(new byte[] { 1, 0, 1 }.Select(kind => new NumberedWish { Kind = kind }));
        input = _ml.Transforms.Conversion.MapValueToKey("Key", column).Fit(input).Transform(input);
        List<float[]> Samples(string labels)
        {
            var options = new GeneratorOptions { SeedColumnName = "Seed", LabelColumnName = labels };
            using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(bundle, options).Fit(input);
            return ViewReader.Vectors(generator.Transform(input), "Generated");
        }

        List<float[]> expected = Samples(column);
        Assert.IsGreaterThan(expected[1][0] + 5, expected[0][0]);
        ViewReader.AssertRowsEqual(expected, Samples("Key"));
    }

    [TestMethod]
    public void Without_columns_classes_go_in_turn_and_codes_are_drawn()
    {
        IDataView input = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(Wishes[0], 50));
        using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Conditional, "X", seed: 7).Fit(input);
        using var session = new GeneratorSession(Conditional);
        var expected = new float[100];
        session.Generate(7, 0, 50, expected);
        ViewReader.AssertRowsEqual(ViewReader.Rows(expected, 2), ViewReader.Vectors(generator.Transform(input), "X"), 1e-5f);
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_with_the_columns_name()
    {
        IDataView input = _ml.Data.LoadFromEnumerable(
            Wishes.Append(
                new Wish
                {
                    Seed = 1,
                    Kind = "prime",
                    Code = [1, 0, 0],
                }
            )
        );
        using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Conditional, All).Fit(input);
        Assert.AreEqual(
            "Column 'Kind', row 3 (counted from 0): 'prime' is none of the bundle's classes: even, odd.",
            Assert.ThrowsExactly<GanException>(() => ViewReader.Vectors(generator.Transform(input), "X")).Message
        );

        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Kind").Fit(input).Transform(input);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => generator.Transform(keyed)).Message,
            "The key value 'prime' of column 'Kind' is none of the bundle's classes: even, odd."
        );

        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.ApplyGanGenerator(Conditional, All with { CodeColumnName = "Seed" }).Fit(input)
                )
                .Message,
            "Schema mismatch for input column 'Seed': expected Vector<Single, 3>"
        );
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.ApplyGanGenerator(Conditional, All with { LabelColumnName = "Code" }).Fit(input)
                )
                .Message,
            "Schema mismatch for input column 'Code': expected Text, Boolean"
        );

        IDataView low = _ml.Data.LoadFromEnumerable([
            new Wish
            {
                Kind = "odd",
                Code = [1, 0, 0],
                Truncation = 0,
            },
        ]);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => ViewReader.Vectors(generator.Transform(low), "X")).Message,
            "Column 'Truncation', row 0 (counted from 0): the truncation is 0; it must be at least 0.05."
        );

        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanGenerator(TinyBundle.Make(), All)).Message,
            "takes no labels"
        );
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    _ml.Transforms.ApplyGanGenerator(Conditional, All with { OutputKind = GeneratedKind.Image })
                )
                .Message,
            "samples of shape [2]: ask for vectors."
        );
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.ApplyGanGenerator(TinyBundle.Make(), new GeneratorOptions { Truncation = 0 })
        );
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    public void Images_show_the_vectors_values(int channels)
    {
        GanBundle bundle = TinyBundle.Make([channels, 2, 3]);
        IDataView input = _ml.Data.LoadFromEnumerable(Wishes);
        using GeneratorTransformer generator = _ml
            .Transforms.ApplyGanGenerator(bundle, new GeneratorOptions { OutputKind = GeneratedKind.Image })
            .Fit(input);
        using GeneratorTransformer vectors = _ml.Transforms.ApplyGanGenerator(bundle).Fit(input);
        Assert.AreEqual(new ImageDataViewType(2, 3), generator.GetOutputSchema(input.Schema)["Generated"].Type);
        List<float[]> samples = ViewReader.Vectors(vectors.Transform(input), "Generated");
        IDataView images = generator.Transform(input);

        // ML.NET's own extraction gives back the numbers, which go from 0 to 16 here, to half a step of 255.
        var chain = _ml
            .Transforms.ExtractPixels(
                "Pixels",
                "Generated",
                channels == 4 ? ImagePixelExtractingEstimator.ColorBits.All : ImagePixelExtractingEstimator.ColorBits.Rgb,
                ImagePixelExtractingEstimator.ColorsOrder.ARGB,
                scaleImage: 16f / 255
            )
            .Fit(images);
        List<float[]> pixels = ViewReader.Vectors(chain.Transform(images), "Pixels");
        for (int row = 0; row < samples.Count; row++)
        {
            for (int i = 0; i < 6; i++)
            {
                int alpha = channels == 4 ? 6 : 0;
                for (int colour = 0; colour < 3; colour++)
                    Assert.AreEqual(
                        Math.Clamp(samples[row][channels == 1 ? i : colour * 6 + i], 0, 16),
                        pixels[row][alpha + colour * 6 + i],
                        0.0315f
                    );
                if (channels == 4)
                    Assert.AreEqual(Math.Clamp(samples[row][18 + i], 0, 16), pixels[row][i], 0.0315f);
            }
        }
    }

    [TestMethod]
    public void Rows_come_out_of_nothing_and_the_same_each_time()
    {
        using GeneratedDataView view = _ml.Data.GenerateWithGan(
            Conditional,
            1_000_000_000,
            options: new GeneratorOptions { Seed = 3 }
        );
        Assert.AreEqual(1_000_000_000, view.GetRowCount());
        IDataView head = _ml.Data.TakeRows(view, 300);
        using var session = new GeneratorSession(Conditional);
        var expected = new float[600];
        session.Generate(3, 0, 300, expected);
        ViewReader.AssertRowsEqual(ViewReader.Rows(expected, 2), ViewReader.Vectors(head, "Features"), 1e-5f);
        ViewReader.AssertRowsEqual(ViewReader.Vectors(head, "Features"), ViewReader.Vectors(head, "Features"));
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 300).Select(i => (uint)(i % 2 + 1)).ToList(),
            ViewReader.Column<uint>(head, "Label")
        );
        IDataView named = _ml.Transforms.Conversion.MapKeyToValue("Label").Fit(head).Transform(head);
        Assert.AreEqual("odd", ViewReader.Column<ReadOnlyMemory<char>>(named, "Label")[1].ToString());

        using GeneratedDataView odd = _ml.Data.GenerateWithGan(Conditional, 5, label: "odd");
        Assert.IsTrue(ViewReader.Column<uint>(odd, "Label").SequenceEqual([2u, 2u, 2u, 2u, 2u]));
        Assert.IsTrue(ViewReader.Vectors(odd, "Features").All(x => x[0] > 5));
        using GeneratedDataView plain = _ml.Data.GenerateWithGan(TinyBundle.Make([7]), 0);
        Assert.HasCount(0, ViewReader.Vectors(plain, "Features"));
        Assert.IsNull(plain.Schema.GetColumnOrNull("Label"));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.GenerateWithGan(Conditional, 1, label: "prime")).Message,
            "Its classes: even, odd."
        );
    }
}
