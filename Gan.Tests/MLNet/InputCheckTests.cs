using Gan.MLNet;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>A column that does not fit is named, with what was expected and what was found, before any row is read.</summary>
[TestClass]
public sealed class InputCheckTests
{
    private static readonly GanBundle Bundle = TinyBundle.Make();

    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Good { get; set; } = [];

        [VectorType(63)]
        public float[] Short { get; set; } = [];

        [VectorType(64)]
        public double[] Doubles { get; set; } = [];

        public float[] Unknown { get; set; } = [];

        public float Scalar { get; set; }

        public string Text { get; set; } = "";
    }

    /// <summary>Rows that cannot be read: reading one of them fails the test.</summary>
    private IDataView Unreadable()
    {
        IEnumerable<Row> Rows()
        {
            Assert.Fail("a row was read");
            yield return new Row();
        }

        return _ml.Data.LoadFromEnumerable(Rows());
    }

    [TestMethod]
    [DataRow("Short", "Vector<Single, 63>")]
    [DataRow("Doubles", "Vector<Double, 64>")]
    [DataRow("Unknown", "Vector<Single>")]
    [DataRow("Scalar", "Single")]
    [DataRow("Text", "String")]
    public void A_column_of_another_type_is_refused_by_fit_transform_and_mapper(string column, string found)
    {
        IDataView input = Unreadable();
        string expected = $"Schema mismatch for input column '{column}': expected Vector<Single, 64> or an image, got {found}.";
        using AnomalyScorerTransformer fitted = Renamed(column, out IDataView good);
        using FeaturizerTransformer featurizer = _ml.Transforms.ApplyGanFeaturizer(Bundle, "Deep", column).Fit(good);
        Action[] uses =
        [
            () => _ml.Transforms.ApplyGanAnomalyScorer(Bundle, column).Fit(input),
            () => _ml.Transforms.ApplyGanFeaturizer(Bundle, "Deep", column).Fit(input),
            () => fitted.Transform(input),
            () => featurizer.Transform(input),
            () => fitted.GetOutputSchema(input.Schema),
            () => fitted.GetRowToRowMapper(input.Schema),
        ];
        foreach (Action use in uses)
        {
            var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(use);
            StringAssert.StartsWith(e.Message, expected);
            Assert.AreEqual("inputSchema", e.ParamName);
        }
    }

    /// <summary>A scorer fitted where the column of that name was right.</summary>
    private AnomalyScorerTransformer Renamed(string column, out IDataView good)
    {
        IDataView input = Unreadable();
        good = _ml.Transforms.CopyColumns(column, "Good").Fit(input).Transform(input);
        return _ml.Transforms.ApplyGanAnomalyScorer(Bundle, column).Fit(good);
    }

    [TestMethod]
    public void Any_dimensions_of_the_right_size_fit()
    {
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle, "Good").Fit(Unreadable());
        Assert.AreEqual("Good", scorer.InputColumnName);
        IDataView image = TestRow.View(_ml, 3, 64);
        using GeneratorTransformer generator = _ml.Transforms.ApplyGanGenerator(Bundle).Fit(image);
        IDataView generated = generator.Transform(image);
        using AnomalyScorerTransformer chained = _ml.Transforms.ApplyGanAnomalyScorer(Bundle, "Generated").Fit(generated);
        Assert.HasCount(3, ViewReader.Column<float>(chained.Transform(generated), "Score"));
    }

    [TestMethod]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.ApplyGanAnomalyScorer(Bundle, "Pixels").Fit(Unreadable())
        );
        StringAssert.StartsWith(
            e.Message,
            "Could not find input column 'Pixels'. The input has: 'Good', 'Short', 'Doubles', 'Unknown', 'Scalar', 'Text'."
        );
    }

    [TestMethod]
    [DataRow("Doubles", "a vector of Double")]
    [DataRow("Unknown", "a vector of Single of unknown size")]
    [DataRow("Scalar", "Single")]
    [DataRow("Text", "String")]
    public void A_chain_is_refused_when_it_is_put_together(string column, string found)
    {
        var shape = new SchemaShape([
            MLNetInternals.ShapeColumn("Doubles", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Double),
            MLNetInternals.ShapeColumn("Unknown", SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single),
            MLNetInternals.ShapeColumn("Scalar", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single),
            MLNetInternals.ShapeColumn("Text", SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
        ]);
        string expected =
            $"Schema mismatch for input column '{column}': expected a vector of Single of known size or an image, got "
            + $"{found}.";
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.ApplyGanAnomalyScorer(Bundle, column).GetOutputSchema(shape)
                )
                .Message,
            expected
        );
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.ApplyGanFeaturizer(Bundle, "Deep", column).GetOutputSchema(shape)
                )
                .Message,
            expected
        );
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.ApplyGanFeaturizer(Bundle, "Deep", "None").GetOutputSchema(shape)
                )
                .Message,
            "Could not find input column 'None'."
        );
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.ApplyGanGenerator(Bundle, "X", "Text").GetOutputSchema(shape)
                )
                .Message,
            "Schema mismatch for input column 'Text': expected UInt64 or Int64 or UInt32 or Int32, got String."
        );
    }
}
