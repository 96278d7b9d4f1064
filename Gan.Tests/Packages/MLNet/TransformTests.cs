using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class TransformTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[]
    {
        new PlainRow { Number = 2, Pair = [1, -4], Text = "b", Flag = true },
        new PlainRow { Number = -4, Pair = [3, float.NaN], Text = "a" },
        new PlainRow { Number = 5, Pair = [5, 2], Text = "b" },
    });

    private float[][] Vectors(IEstimator<ITransformer> estimator, string column) =>
        [.. estimator.Fit(Data()).Transform(Data()).GetColumn<float[]>(column)];

    [TestMethod]
    public void Concatenate_puts_values_in_order_and_names_scalars()
    {
        var data = _ml.Transforms.Concatenate("All", "Number", "Pair").Fit(Data()).Transform(Data());
        CollectionAssert.AreEqual(new float[] { 2, 1, -4 }, data.GetColumn<float[]>("All").First());
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["All"].GetSlotNames(ref names);
        Assert.AreEqual("Number", names.GetItemOrDefault(0).ToString());
    }

    [TestMethod]
    public void Select_drop_and_copy_change_the_schema()
    {
        string[] Names(IEstimator<ITransformer> estimator) => [.. estimator.Fit(Data()).Transform(Data()).Schema.Select(column => column.Name)];
        CollectionAssert.AreEqual(new[] { "Text", "Number" }, Names(_ml.Transforms.SelectColumns("Text", "Number")));
        CollectionAssert.AreEqual(new[] { "Number", "Flag" }, Names(_ml.Transforms.DropColumns("Text", "Pair")));
        CollectionAssert.AreEqual(new[] { "Number", "Pair", "Text", "Text", "Flag" }, Names(_ml.Transforms.CopyColumns("Text", "Number")));
    }

    [TestMethod]
    public void Normalizers_scale_as_documented()
    {
        CollectionAssert.AreEqual(new[] { 0.4f, -0.8f, 1 },
            _ml.Transforms.NormalizeMinMax("Number").Fit(Data()).Transform(Data()).GetColumn<float>("Number").ToArray());
        var shifted = _ml.Transforms.NormalizeMinMax("Number", fixZero: false).Fit(Data()).Transform(Data()).GetColumn<float>("Number").ToArray();
        Assert.AreEqual(6 / 9f, shifted[0], 1e-6);
        Assert.AreEqual(0, shifted[1], 1e-6);
        // Mean 1, variance 14.
        var standard = _ml.Transforms.NormalizeMeanVariance("Number", fixZero: false).Fit(Data()).Transform(Data()).GetColumn<float>("Number").ToArray();
        Assert.AreEqual(1 / Math.Sqrt(14), standard[0], 1e-5);
        var zeroFixed = _ml.Transforms.NormalizeMeanVariance("Number").Fit(Data()).Transform(Data()).GetColumn<float>("Number").ToArray();
        Assert.AreEqual(2 / Math.Sqrt(15), zeroFixed[0], 1e-5);
    }

    [TestMethod]
    public void Missing_values_are_replaced()
    {
        Assert.AreEqual(0f, Vectors(_ml.Transforms.ReplaceMissingValues("Pair"), "Pair")[1][1]);
        Assert.AreEqual(-1f, Vectors(_ml.Transforms.ReplaceMissingValues("Pair",
            replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean), "Pair")[1][1]);
        Assert.AreEqual(2f, Vectors(_ml.Transforms.ReplaceMissingValues("Pair",
            replacementMode: MissingValueReplacingEstimator.ReplacementMode.Maximum), "Pair")[1][1]);
    }

    [TestMethod]
    public void Keys_stand_for_values_and_lead_back_to_them()
    {
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key"));
        var data = pipeline.Fit(Data()).Transform(Data());
        Assert.AreEqual("Key<UInt32, 0-1>", data.Schema["Key"].Type.ToString());
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1 }, data.GetColumn<uint>("Key").ToArray());
        CollectionAssert.AreEqual(new[] { "b", "a", "b" }, data.GetColumn<string>("Back").ToArray());
        var sorted = _ml.Transforms.Conversion.MapValueToKey("Key", "Text", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        CollectionAssert.AreEqual(new uint[] { 2, 1, 2 }, sorted.Fit(Data()).Transform(Data()).GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void One_hot_vectors_and_conversions()
    {
        CollectionAssert.AreEqual(new float[] { 0, 1 }, Vectors(_ml.Transforms.Categorical.OneHotEncoding("Hot", "Text"), "Hot")[1]);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0 },
            _ml.Transforms.Conversion.ConvertType("Flag").Fit(Data()).Transform(Data()).GetColumn<float>("Flag").ToArray());
    }

    [TestMethod]
    public void A_custom_mapping_runs_on_each_row()
    {
        var data = _ml.Transforms.CustomMapping<Source, Target>((source, target) => target.Sum = source.Number + source.Pair[0], contractName: null)
            .Fit(Data()).Transform(Data());
        CollectionAssert.AreEqual(new float[] { 3, -1, 10 }, data.GetColumn<float>("Sum").ToArray());
    }

    [TestMethod]
    public void A_missing_input_is_named()
    {
        foreach (IEstimator<ITransformer> estimator in new IEstimator<ITransformer>[]
        {
            _ml.Transforms.CopyColumns("Out", "Nowhere"), _ml.Transforms.NormalizeMinMax("Out", "Nowhere"), _ml.Transforms.DropColumns("Nowhere"),
            _ml.Transforms.Conversion.MapValueToKey("Out", "Nowhere"), _ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Flag", "Nowhere"),
            _ml.Transforms.Concatenate("Out", "Nowhere").Append(_ml.Transforms.CopyColumns("Copy", "Out")),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(Data()));
            StringAssert.Contains(error.Message, "Nowhere");
        }
    }

    private sealed class Source
    {
        public float Number { get; set; }

        public float[] Pair { get; set; } = [];
    }

    private sealed class Target
    {
        public float Sum { get; set; }
    }
}
