using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

[TestClass]
public sealed class AugmentationTests
{
    private static readonly GanBundle Conditional = ConditionalBundleTests.Make();

    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public string Label { get; set; } = "";

        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Extra { get; set; } = 1;

        public bool IsOdd { get; set; }

        public string Note { get; set; } = "real";
    }

    /// <summary>90 even rows near (0, 0) and 10 odd ones near (10, 10), on a line each.</summary>
    private static readonly Row[] Rows =
    [
        .. Enumerable
            .Range(0, 100)
            .Select(i =>
                i % 10 == 9
                    ? new Row
                    {
                        Label = "odd",
                        IsOdd = true,
                        Features = [10 + i / 100f, 10 - i / 100f],
                    }
                    : new Row { Label = "even", Features = [i / 100f, -i / 100f] }
            ),
    ];

    private IDataView Data => _ml.Data.LoadFromEnumerable(Rows);

    /// <summary>A class of every type that <c>MapValueToKey</c> takes.</summary>
    private sealed class AnyClass(int number)
    {
        public sbyte SByte => (sbyte)number;

        public byte Byte => (byte)number;

        public short Int16 => (short)number;

        public ushort UInt16 => (ushort)number;

        public int Int32 => number;

        public uint UInt32 => (uint)number;

        public long Int64 => number;

        public ulong UInt64 => (ulong)number;

        public float Single => number + 0.5f;

        public double Double => number + 0.1;

        public bool Boolean => number > 0;

        public string Text => $"no. {number}";

        public DateTime Day => new(2024, 1, number + 1);

        [VectorType(2)]
        public float[] Features => [number, number];
    }

    [TestMethod]
    public void Appended_rows_follow_the_real_ones()
    {
        using AugmentedDataView view = _ml.Data.AppendGanRows(Data, Conditional, 5, labelColumnName: "Label", seed: 2);
        Assert.AreEqual(105, view.GetRowCount() ?? ViewReader.Column<bool>(view, "Synthetic").Count);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 105).Select(i => i >= 100).ToList(),
            ViewReader.Column<bool>(view, "Synthetic")
        );
        List<float[]> features = ViewReader.Vectors(view, "Features");
        ViewReader.AssertRowsEqual([.. Rows.Select(r => r.Features)], features[..100]);
        List<string> labels = [.. ViewReader.Column<ReadOnlyMemory<char>>(view, "Label").Select(l => l.ToString())];
        CollectionAssert.AreEqual(Rows.Select(r => r.Label).Concat(["even", "even", "even", "odd", "odd"]).ToList(), labels);
        for (int i = 0; i < 5; i++)
        {
            var z = new float[2];
            LatentSampler.Fill(LatentDistribution.Normal, 2, i, z);
            var code = new float[3];
            CodeSampler.Fill(Conditional.Manifest.Latent!.Code!, 2, i, code);
            float shift = (i < 3 ? 0 : 10) + code[0];
            ViewReader.AssertRowsEqual(
                [
                    [z[0] + shift, z[1] + shift],
                ],
                [features[100 + i]],
                1e-5f
            );
        }

        Assert.IsTrue(ViewReader.Column<float>(view, "Extra")[^1] is float.NaN);
        Assert.AreEqual("", ViewReader.Column<ReadOnlyMemory<char>>(view, "Note")[^1].ToString());
        Assert.AreEqual(101, ViewReader.Column<bool>(_ml.Data.SkipRows(view, 4), "Synthetic").Count);
    }

    [TestMethod]
    public void A_factor_multiplies_the_rows()
    {
        using AugmentedDataView view = _ml.Data.MultiplyWithGan(Data, Conditional, 2.5);
        Assert.AreEqual(150, view.SyntheticCount);
        Assert.AreEqual(250, view.GetRowCount());
        Assert.AreEqual("", ViewReader.Column<ReadOnlyMemory<char>>(view, "Label")[^1].ToString());
    }

    [TestMethod]
    public void Balancing_fills_up_the_smaller_classes_of_any_label_type()
    {
        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(Data).Transform(Data);
        using AugmentedDataView view = _ml.Data.BalanceWithGan(keyed, Conditional, "Key");
        Assert.AreEqual(80, view.SyntheticCount);
        Assert.AreEqual(90, ViewReader.Column<uint>(view, "Key").Count(k => k == 2));
        Assert.IsTrue(ViewReader.Vectors(view, "Features")[100..].All(x => x[0] > 5), "Of the smaller class.");

        using AugmentedDataView single = _ml.Data.BalanceWithGan(Data, TinyBundle.Make([2]), "IsOdd", label: "1");
        Assert.AreEqual(90, ViewReader.Column<bool>(single, "IsOdd").Count(odd => odd));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.BalanceWithGan(Data, TinyBundle.Make([2]), "IsOdd")).Message,
            "knows no classes: say"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.BalanceWithGan(Data, Conditional, "IsOdd")).Message,
            "makes no samples of a class '1'"
        );
    }

    [TestMethod]
    [DataRow("SByte", "1", "0")]
    [DataRow("Byte", "1", "0")]
    [DataRow("Int16", "1", "0")]
    [DataRow("UInt16", "1", "0")]
    [DataRow("Int32", "1", "0")]
    [DataRow("UInt32", "1", "0")]
    [DataRow("Int64", "1", "0")]
    [DataRow("UInt64", "1", "0")]
    [DataRow("Single", "1.5", "0.5")]
    [DataRow("Double", "1.1", "0.1")]
    [DataRow("Boolean", "1", "0")]
    [DataRow("Text", "no. 1", "no. 0")]
    public void A_class_has_the_same_name_in_a_key_as_in_the_column_that_the_key_is_of(string column, string first, string second)
    {
        // The first row is of class 1, so that the keys' own order is not that of the classes.
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { 1, 0, 1, 0, 1, 1 }.Select(number => new AnyClass(number)));
        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Key", column).Fit(data).Transform(data);
        foreach (string label in (string[])[column, "Key"])
        {
            using AugmentedDataView larger = _ml.Data.BalanceWithSmote(keyed, label, label: first);
            Assert.AreEqual(0, larger.SyntheticCount, label);
            using AugmentedDataView smaller = _ml.Data.BalanceWithSmote(keyed, label, label: second);
            Assert.AreEqual(2, smaller.SyntheticCount, label);
            Assert.IsTrue(ViewReader.Vectors(smaller, "Features")[6..].All(x => x[0] == 0), label);
        }
    }

    [TestMethod]
    public void A_key_whose_values_name_no_classes_is_refused()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { 1, 0, 1 }.Select(number => new AnyClass(number)));
        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Day").Fit(data).Transform(data);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.BalanceWithSmote(keyed, "Key")).Message,
            "Schema mismatch for input column 'Key': expected a key of text, Boolean or numbers (convert its values to text "
                + "before MapValueToKey), got a key of DateTime."
        );
    }

    [TestMethod]
    public void A_shuffling_cursor_mixes_both_kinds_and_keeps_rows_together()
    {
        IDataView source = _ml.Data.Cache(Data);
        using AugmentedDataView view = _ml.Data.BalanceWithGan(source, Conditional, "Label");
        Assert.IsTrue(view.CanShuffle);
        var order = new List<(bool Synthetic, string Label, float First)>();
        using (DataViewRowCursor cursor = view.GetRowCursor(view.Schema, new Random(1)))
        {
            var synthetic = cursor.GetGetter<bool>(view.Schema["Synthetic"]);
            var label = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Label"]);
            var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
            var id = cursor.GetIdGetter();
            var ids = new HashSet<DataViewRowId>();
            while (cursor.MoveNext())
            {
                var (isSynthetic, name, x, rowId) = (
                    false,
                    default(ReadOnlyMemory<char>),
                    default(VBuffer<float>),
                    default(DataViewRowId)
                );
                synthetic(ref isSynthetic);
                label(ref name);
                features(ref x);
                id(ref rowId);
                Assert.IsTrue(ids.Add(rowId));
                order.Add((isSynthetic, name.ToString(), x.GetItemOrDefault(0)));
            }
        }

        Assert.HasCount(180, order);
        Assert.AreEqual(80, order.Count(r => r.Synthetic));
        Assert.AreEqual(40, order.Take(90).Count(r => r.Synthetic), 20);
        Assert.IsTrue(order.All(r => r.First > 5 == (r.Label == "odd")));
    }

    [TestMethod]
    public void Smote_rows_lie_between_neighbours_of_the_same_class()
    {
        using AugmentedDataView view = _ml.Data.BalanceWithSmote(Data, neighbours: 2);
        Assert.AreEqual(80, view.SyntheticCount);
        List<float[]> made = ViewReader.Vectors(view, "Features")[100..];
        float[] line = [.. Rows.Where(r => r.IsOdd).Select(r => r.Features[0]).Order()];
        foreach (float[] x in made)
        {
            // The odd rows lie on the line x + y = 20, 0.1 apart; two neighbours reach 0.2 at the line's ends, 0.1 elsewhere.
            Assert.AreEqual(20, x[0] + x[1], 1e-4);
            Assert.IsTrue(x[0] >= line[0] && x[0] <= line[^1]);
        }

        Assert.IsTrue(made.Select(x => x[0]).Distinct().Count() > 70);
        ViewReader.AssertRowsEqual(made, ViewReader.Vectors(view, "Features")[100..]);
        using AugmentedDataView other = _ml.Data.BalanceWithSmote(Data, neighbours: 2, seed: 1);
        Assert.AreNotEqual(made[0][0], ViewReader.Vectors(other, "Features")[100][0]);

        IDataView lonely = _ml.Data.LoadFromEnumerable(Rows.Take(10));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.BalanceWithSmote(lonely)).Message,
            "The class 'odd' of column 'Label' has a single row"
        );
        IDataView missing = _ml.Data.LoadFromEnumerable(Rows.Append(new Row { Label = "odd", Features = [float.NaN, 1] }));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.BalanceWithSmote(missing)).Message,
            "Column 'Features', row 100"
        );
    }

    [TestMethod]
    public void Any_trainer_follows()
    {
        using AugmentedDataView view = _ml.Data.BalanceWithGan(Data, TinyBundle.Make([2]), "IsOdd", label: "1");
        foreach (
            IEstimator<ITransformer> trainer in (IEstimator<ITransformer>[])
                [
                    _ml.BinaryClassification.Trainers.SdcaLogisticRegression("IsOdd"),
                    _ml.BinaryClassification.Trainers.LbfgsLogisticRegression("IsOdd"),
                ]
        )
        {
            ITransformer model = trainer.Fit(view);
            Assert.IsTrue(
                _ml.BinaryClassification.EvaluateNonCalibrated(model.Transform(Data), "IsOdd").AreaUnderRocCurve > 0.99
            );
        }
    }

    [TestMethod]
    public void Bad_input_is_refused_before_any_row()
    {
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.AppendGanRows(Data, TinyBundle.Make([3]), 1))
                .Message,
            "Schema mismatch for input column 'Features': expected Vector<Single, 3>"
        );
        StringAssert.StartsWith(
            Assert
                .ThrowsExactly<ArgumentOutOfRangeException>(() =>
                    _ml.Data.AppendGanRows(Data, Conditional, 1, labelColumnName: "IsOdd")
                )
                .Message,
            "Column 'IsOdd' of type Boolean has no value for the class 'even'"
        );
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.BalanceWithSmote(Data, "Missing")).Message,
            "Could not find input column 'Missing'"
        );
        foreach (double factor in new[] { 0.5, 1e10, double.NaN, double.PositiveInfinity })
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.MultiplyWithGan(Data, Conditional, factor));
        Assert.ThrowsExactly<GanException>(() => _ml.Data.BalanceWithSmote(Data, label: "prime"));
    }
}
