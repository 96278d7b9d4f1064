using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

[TestClass]
public sealed class TableGenerationTests
{
    private static readonly GanBundle Bundle = TinyTableBundle.Make([]);

    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        [ColumnName("colour")]
        public string Colour { get; set; } = "";

        [ColumnName("vip")]
        public bool Vip { get; set; }

        [ColumnName("amount")]
        public double Amount { get; set; } = 5;

        public string Note { get; set; } = "real";

        public float Weight { get; set; } = 1;
    }

    private IDataView Data =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Row { Colour = i < 8 ? "blue" : "red" }));

    [TestMethod]
    public void Generated_rows_have_the_columns_and_types_of_the_table()
    {
        using GeneratedTableView view = _ml.Data.GenerateTableWithGan(Bundle, 100, seed: 3);
        CollectionAssert.AreEqual(new[] { "colour", "vip", "amount" }, view.Schema.Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(
            new DataViewType[] { TextDataViewType.Instance, BooleanDataViewType.Instance, NumberDataViewType.Int32 },
            view.Schema.Select(c => c.Type).ToArray()
        );
        Assert.AreEqual(100, view.GetRowCount());
        List<int> amounts = ViewReader.Column<int>(view, "amount");
        Assert.HasCount(100, amounts);
        Assert.IsTrue(amounts.All(a => a is >= 0 and <= 10) && amounts.Distinct().Count() > 3);
        CollectionAssert.AreEqual(amounts, ViewReader.Column<int>(view, "amount"), "the same each time");
        HashSet<string> colours = [.. Texts(view, "colour")];
        Assert.IsTrue(colours.SetEquals(["blue", "red", ""]));
        using GeneratedTableView other = _ml.Data.GenerateTableWithGan(Bundle, 100, seed: 4);
        CollectionAssert.AreNotEqual(amounts, ViewReader.Column<int>(other, "amount"));
    }

    [TestMethod]
    public void Conditions_hold_in_every_row_several_at_once()
    {
        using GeneratedTableView view = _ml.Data.GenerateTableWithGan(
            Bundle,
            3000,
            new Dictionary<string, string> { ["colour"] = "red", ["vip"] = "1" }
        );
        Assert.IsTrue(Texts(view, "colour").All(c => c == "red"));
        Assert.IsTrue(ViewReader.Column<bool>(view, "vip").All(v => v));
        using GeneratedTableView missing = _ml.Data.GenerateTableWithGan(
            Bundle,
            50,
            new Dictionary<string, string> { ["colour"] = "" }
        );
        Assert.IsTrue(Texts(missing, "colour").All(c => c.Length == 0));
    }

    [TestMethod]
    public void A_class_without_its_column_is_refused_and_not_passed_over()
    {
        foreach (
            GanException e in new[]
            {
                Assert.ThrowsExactly<GanException>(() => _ml.Data.AppendGanRows(Data, Bundle, 10, label: "red")),
                Assert.ThrowsExactly<GanException>(() => _ml.Data.MultiplyWithGan(Data, Bundle, 2, label: "red")),
            }
        )
            StringAssert.Contains(e.Message, "say of which one the class is (labelColumnName)");
        using AugmentedDataView red = _ml.Data.AppendGanRows(Data, Bundle, 10, labelColumnName: "colour", label: "red");
        Assert.AreEqual(12, Texts(red, "colour").Count(c => c == "red"));
    }

    [TestMethod]
    public void Key_columns_come_back_as_keys_with_their_names()
    {
        BundleManifest manifest = TinyTableBundle.Manifest([]);
        BundleTableColumn[] columns = [.. manifest.Table!.Columns];
        columns[0] = columns[0] with { Type = TableColumnType.Key };
        GanBundle bundle = GanBundle.Create(
            manifest with
            {
                Table = manifest.Table with { Columns = columns },
            },
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray() }
        );
        using GeneratedTableView view = _ml.Data.GenerateTableWithGan(bundle, 200);
        IDataView named = _ml.Transforms.Conversion.MapKeyToValue("colour").Fit(view).Transform(view);
        using GeneratedTableView plain = _ml.Data.GenerateTableWithGan(Bundle, 200);
        CollectionAssert.AreEqual(Texts(plain, "colour"), Texts(named, "colour"));
    }

    [TestMethod]
    public void Dates_come_as_dates_and_fill_columns_of_dates_and_of_texts()
    {
        BundleManifest manifest = TinyTableBundle.Manifest([]);
        BundleTableColumn[] columns = [.. manifest.Table!.Columns];
        columns[2] = columns[2] with
        {
            Type = TableColumnType.DateTime,
            Date = new BundleDate
            {
                Format = "d.M.yyyy",
                Origin = new DateTime(2024, 2, 27),
                Unit = DateUnit.Day,
            },
        };
        GanBundle bundle = GanBundle.Create(
            manifest with
            {
                Table = manifest.Table with { Columns = columns },
            },
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray() }
        );
        using GeneratedTableView view = _ml.Data.GenerateTableWithGan(bundle, 100, seed: 3);
        using GeneratedTableView numbers = _ml.Data.GenerateTableWithGan(Bundle, 100, seed: 3);
        Assert.AreEqual(DateTimeDataViewType.Instance, view.Schema["amount"].Type);
        List<DateTime> expected =
        [
            .. ViewReader.Column<int>(numbers, "amount").Select(days => new DateTime(2024, 2, 27).AddDays(days)),
        ];
        CollectionAssert.AreEqual(expected, ViewReader.Column<DateTime>(view, "amount"));
        IDataView texts = _ml.Data.LoadFromEnumerable([new { amount = "1.3.2024" }]);
        using AugmentedDataView more = _ml.Data.AppendGanRows(texts, bundle, 100, seed: 3);
        Assert.IsTrue(
            Texts(more, "amount")
                .TrueForAll(t =>
                    DateTime.TryParseExact(t, "d.M.yyyy", null, default, out DateTime day) && day >= new DateTime(2024, 2, 27)
                )
        );
        IDataView dates = _ml.Data.LoadFromEnumerable([new { amount = new DateTime(2024, 3, 1) }]);
        using AugmentedDataView both = _ml.Data.AppendGanRows(dates, bundle, 100, seed: 3);
        CollectionAssert.AreEqual(
            Texts(more, "amount").Select(t => DateTime.ParseExact(t, "d.M.yyyy", null)).ToList(),
            ViewReader.Column<DateTime>(both, "amount")
        );
        IDataView floats = _ml.Data.LoadFromEnumerable([new { amount = 1f }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.AppendGanRows(floats, bundle, 1)).Message,
            "expected DateTime or Text"
        );
    }

    [TestMethod]
    public void Appended_rows_fill_the_tables_columns_in_the_datas_types_and_leave_others_missing()
    {
        using AugmentedDataView view = _ml.Data.AppendGanRows(Data, Bundle, 40, labelColumnName: "colour", label: "red", seed: 5);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 50).Select(i => i >= 10).ToList(),
            ViewReader.Column<bool>(view, "Synthetic")
        );
        Assert.IsTrue(Texts(view, "colour").Skip(10).All(c => c == "red"));
        List<double> amounts = ViewReader.Column<double>(view, "amount");
        Assert.IsTrue(amounts.Take(10).All(a => a == 5) && amounts.Skip(10).All(a => a is >= 0 and <= 10 && a == Math.Floor(a)));
        Assert.IsTrue(Texts(view, "Note").Skip(10).All(n => n.Length == 0));
        Assert.IsTrue(ViewReader.Column<float>(view, "Weight").Skip(10).All(float.IsNaN));
    }

    [TestMethod]
    public void Multiplied_rows_are_as_frequent_as_the_generators()
    {
        using AugmentedDataView view = _ml.Data.MultiplyWithGan(Data, Bundle, 31);
        Assert.AreEqual(300, view.SyntheticCount);
        Assert.IsTrue(Texts(view, "colour").Skip(10).ToHashSet().SetEquals(["blue", "red", ""]));
    }

    [TestMethod]
    public void Balancing_fills_up_the_rarer_class()
    {
        using AugmentedDataView view = _ml.Data.BalanceWithGan(Data, Bundle, "colour");
        Assert.AreEqual(6, view.SyntheticCount);
        Assert.AreEqual(8, Texts(view, "colour").Count(c => c == "red"));
        IDataView odd = _ml.Data.LoadFromEnumerable([
            new Row { Colour = "green" },
            new Row { Colour = "blue" },
            new Row { Colour = "blue" },
        ]);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.BalanceWithGan(odd, Bundle, "colour")).Message,
            "Column 'colour' has no category 'green'"
        );
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.GenerateTableWithGan(TinyBundle.Make(), 1)).Message,
            "makes no tables"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.GenerateTableWithGan(TinyTableBundle.Make(), 1)).Message,
            "keeps no fingerprints"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanGenerator(Bundle)).Message,
            "use mlContext.Data.GenerateTableWithGan"
        );
        IDataView unrelated = _ml.Data.LoadFromEnumerable([new { Other = 1f }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => _ml.Data.AppendGanRows(unrelated, Bundle, 1)).Message,
            "have none of the bundle's columns"
        );
        IDataView textual = _ml.Data.LoadFromEnumerable([new { amount = "five" }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.AppendGanRows(textual, Bundle, 1)).Message,
            "input column 'amount'"
        );
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    _ml.Data.GenerateTableWithGan(Bundle, 1, new Dictionary<string, string> { ["colour"] = "green" })
                )
                .Message,
            "Categories: blue, red."
        );
    }

    private static List<string> Texts(IDataView view, string name) =>
        [.. ViewReader.Column<ReadOnlyMemory<char>>(view, name).Select(t => t.ToString())];
}
