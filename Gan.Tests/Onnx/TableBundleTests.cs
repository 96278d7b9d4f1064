using System.Diagnostics;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Training;

namespace Gan.Tests.Onnx;

[TestClass]
public sealed class TableBundleTests
{
    private static readonly GanBundle Bundle = TinyTableBundle.Make();

    [TestMethod]
    public void A_saved_bundle_makes_the_same_rows()
    {
        using var folder = new TestFolder();
        Bundle.Save(folder["table"]);
        var loaded = GanBundle.Load(folder["table"]);
        Assert.AreEqual(BundleManifest.CurrentFormatVersion, loaded.Manifest.FormatVersion);
        CollectionAssert.AreEqual(
            new[] { "colour", "vip", "amount" },
            loaded.Manifest.Table!.Columns.Select(c => c.Name).ToArray()
        );
        CollectionAssert.AreEqual(Rows(Bundle, 50), Rows(loaded, 50));
    }

    [TestMethod]
    public void Rows_without_wishes_are_made_under_one_condition_as_frequent_as_in_training()
    {
        var rows = Rows(Bundle, 4000).Chunk(3).ToArray();
        // Half the rows ask for a colour as frequent as in training (0.5 blue), the others have the largest of three alike.
        Assert.AreEqual(0.5 * 0.5 + 0.5 / 3, rows.Count(r => r[0] == 0) / 4000.0, 0.03);
        Assert.AreEqual(0.5 * 0.3 + 0.5 / 3, rows.Count(r => float.IsNaN(r[0])) / 4000.0, 0.03);
        // The other half ask for vip.
        Assert.AreEqual(0.5 * 0.1 + 0.5 * 0.5, rows.Count(r => r[1] == 1) / 4000.0, 0.03);
    }

    [TestMethod]
    public void Rows_are_those_of_the_graph_and_do_not_depend_on_their_neighbours()
    {
        using var session = new TableSession(Bundle);
        int[] wanted = session.Conditions(new Dictionary<string, string> { ["vip"] = "1" });
        var values = new float[30];
        session.Generate(
            7,
            [.. Enumerable.Range(0, 10).Select(i => 9L - i)],
            [.. Enumerable.Range(0, 10).SelectMany(_ => wanted)],
            true,
            values
        );
        for (var i = 0; i < 10; i++)
        {
            var z = new float[3];
            LatentSampler.Fill(LatentDistribution.Normal, 7, 9 - i, z);
            CollectionAssert.AreEqual(TinyTableBundle.Expected(z, [0, 0, 0, 0, 1]), values[(3 * i)..(3 * i + 3)]);
        }
    }

    [TestMethod]
    public void Conditions_hold_in_every_row_and_each_row_may_have_its_own()
    {
        using var session = new TableSession(Bundle);
        int[] first = session.Conditions(new Dictionary<string, string> { ["colour"] = "", ["vip"] = "0" });
        int[] second = session.Conditions(new Dictionary<string, string> { ["colour"] = "red" });
        CollectionAssert.AreEqual(new[] { 2, 0, -1 }, first);
        var values = new float[600];
        session.Generate(
            1,
            [.. Enumerable.Range(0, 200).Select(i => (long)i)],
            [.. Enumerable.Range(0, 200).SelectMany(i => i % 2 == 0 ? first : second)],
            true,
            values
        );
        for (var i = 0; i < 200; i++)
        {
            if (i % 2 == 0)
                Assert.IsTrue(float.IsNaN(values[3 * i]) && values[3 * i + 1] == 0);
            else
                Assert.AreEqual(1, values[3 * i]);
        }
    }

    [TestMethod]
    public void Copies_of_training_rows_are_drawn_again_until_there_are_none()
    {
        // Every row with vip 0 and an amount of at least 3 is a training row.
        float[][] training =
        [
            .. from colour in new[] { 0, 1, float.NaN } from amount in Enumerable.Range(3, 8) select new[] { colour, 0, amount },
        ];
        var bundle = TinyTableBundle.Make(training[..10]);
        var kept = training[..10].Select(row => RowFingerprint.Of(row)).ToHashSet();
        Assert.IsTrue(Rows(bundle, 500).Chunk(3).Any(r => kept.Contains(RowFingerprint.Of(r))), "there would be copies");
        using var session = new TableSession(bundle);
        var values = new float[1500];
        session.Generate(1, [.. Enumerable.Range(0, 500).Select(i => (long)i)], [], false, values);
        Assert.IsFalse(values.Chunk(3).Any(r => kept.Contains(RowFingerprint.Of(r))));
        // A row alone is drawn again as in a batch.
        var alone = new float[3];
        session.Generate(1, [123], [], false, alone);
        CollectionAssert.AreEqual(values[369..372], alone);
    }

    [TestMethod]
    public void Where_only_copies_can_be_drawn_it_is_given_up()
    {
        float[][] all = [.. Enumerable.Range(1, 10).Select(amount => new[] { 1f, 0, amount }).Prepend([1f, 0, 0])];
        var manifest = TinyTableBundle.Manifest(all);
        manifest = manifest with
        {
            Table = manifest.Table! with { RowCount = 20, Columns = [.. manifest.Table.Columns.Select(Doubled)] },
        };
        var bundle = GanBundle.Create(
            manifest,
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray() }
        );
        using var session = new TableSession(bundle);
        int[] wanted = session.Conditions(new Dictionary<string, string> { ["colour"] = "red", ["vip"] = "0" });
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => session.Generate(1, [0], wanted, false, new float[3])).Message,
            "200 draws of row 0 all gave training rows"
        );
    }

    [TestMethod]
    [DataRow("size", "x", "no column 'size'")]
    [DataRow("colour", "green", "Column 'colour' has no category 'green'")]
    [DataRow("vip", "", "No training row lacks a value in column 'vip'")]
    [DataRow("amount", "3", "Column 'amount' holds numbers")]
    public void What_cannot_be_asked_for_is_refused_in_a_sentence(string column, string category, string message)
    {
        using var session = new TableSession(Bundle);
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() => session.Conditions(new Dictionary<string, string> { [column] = category }))
                .Message,
            message
        );
    }

    [TestMethod]
    public void A_bundle_without_a_table_is_refused() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new TableSession(TinyBundle.Make())).Message,
            "makes no tables"
        );

    [TestMethod]
    public void A_generator_that_breaks_its_manifest_is_caught()
    {
        // The manifest says 0 to 4; the graph gives up to 10.
        var manifest = TinyTableBundle.Manifest();
        var columns = manifest.Table!.Columns.ToArray();
        columns[2] = columns[2] with { Maximum = 4 };
        var bundle = GanBundle.Create(
            manifest with
            {
                Table = manifest.Table with { Columns = columns },
            },
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray() }
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => Rows(bundle, 50)).Message,
            "in column 'amount', which its manifest rules out"
        );
    }

    public static IEnumerable<object[]> Broken =>
        [
            ["'table.rowCount' is 0", (BundleTable t) => t with { RowCount = 0 }],
            ["'table.columns' is a list of 2", (BundleTable t) => t with { Columns = [.. t.Columns.Take(2)] }],
            ["'table.columns[1].name'", Column(1, c => c with { Name = "colour" })],
            ["'table.columns[0].name'", Column(0, c => c with { Name = " " })],
            ["'table.columns[1].missingCount' is -1", Column(1, c => c with { MissingCount = -1 })],
            ["'table.columns[2].missingCount' is 1, but must be 0", Column(2, c => c with { MissingCount = 1 })],
            ["'table.columns[0].categories' is null", Column(0, c => c with { Categories = null })],
            ["'table.columns[0].categories[1]'", Column(0, c => c with { Categories = ["blue", "blue"] })],
            ["'table.columns[1].categories[1]' is '2'", Column(1, c => c with { Categories = ["0", "2"] })],
            .. NotHeld(TableColumnType.Int32, "1.5", "1e3", "NaN", "2147483648", "one"),
            .. NotHeld(TableColumnType.Byte, "-1", "256"),
            .. NotHeld(TableColumnType.UInt64, "-1", "0x10"),
            .. NotHeld(TableColumnType.Single, "NaN", "1.5.0"),
            .. NotHeld(TableColumnType.Double, "NaN", "1,5e"),
            ["'table.columns[0].counts'", Column(0, c => c with { Counts = [5, 3] })],
            ["'table.columns[0].counts'", Column(0, c => c with { Counts = null })],
            ["'table.columns[2].maximum' is 10", Column(2, c => c with { Minimum = 11 })],
            ["'table.columns[2].decimals'", Column(2, c => c with { Decimals = null })],
            ["'table.columns[2].decimals' is 7", Column(2, c => c with { Type = TableColumnType.Single, Decimals = 7 })],
            ["'table.columns[0].minimum'", Column(0, c => c with { Minimum = 1 })],
            ["'table.columns[2].type'", Column(2, c => c with { Type = (TableColumnType)99 })],
            ["'latent.code' is [3, 2] and 0, but must be [2, 2]", Column(0, c => c with { MissingCount = 0, Counts = [5, 5] })],
            ["'table.columns[2].date' is null", Column(2, c => c with { Type = TableColumnType.DateTime })],
            ["'table.columns[2].date' is there", Column(2, c => c with { Date = Days("yyyy-MM-dd") })],
            ["'table.columns[0].date' is there", Column(0, c => c with { Date = Days("yyyy-MM-dd") })],
            ["'table.columns[2].date.format' is 'yyyy-MM'", Dated("yyyy-MM")],
            ["'table.columns[2].date.format' is '%d/MM/yyyy'", Dated("%d/MM/yyyy")],
            ["'table.columns[2].date.format' is 'yyyy-MM-dd dd'", Dated("yyyy-MM-dd dd")],
            ["'table.columns[2].date.format'", Dated(new string('-', 60) + "yyyy-MM-dd")],
            ["'table.columns[2].date.format'", Dated("-")],
            ["'table.columns[2].date.format'", Dated("H")],
            ["'table.columns[2].date.format'", Dated("yyyy-MM-dd\n")],
            ["'table.columns[2].date.format'", Dated("yyyyy-MM-dd")],
            ["'table.columns[2].date.format'", Dated("yyyy-MM-dd tt")],
            ["'table.columns[2].date.format'", Dated("yyyy-MM-dd''")],
            ["'table.columns[2].date.format'", Dated("yyyy-MM-dd'of")],
            ["'table.columns[2].date.format'", Dated("yyyy-MM-dd'12345678901234567'")],
            ["'table.columns[2].date.format'", Dated("yyyy-MM-dd'\u200B'")],
            ["'table.columns[2].date.format'", Dated("yyyy-MM-dd'\\'")],
            ["'table.columns[2].date.unit'", Column(2, c => Dated(c, Days("yyyy-MM-dd") with { Unit = (DateUnit)9 }))],
            ["'table.columns[2].decimals'", Column(2, c => Dated(c, Days("yyyy-MM-dd")) with { Decimals = 1 })],
            ["'table.fingerprints'", (BundleTable t) => t with { Fingerprints = "????" }],
            ["'table.fingerprints'", (BundleTable t) => t with { Fingerprints = "AAAA" }],
        ];

    /// <summary>A column of a type of numbers with a category that is none of them.</summary>
    private static IEnumerable<object[]> NotHeld(TableColumnType type, params string[] categories) =>
        categories.Select(category =>
            new object[]
            {
                $"'table.columns[2].categories[0]' is '{category}', but must be a number, and one that a column of type "
                    + $"{type} holds",
                Column(2, c => Categories(c, type, category)),
            }
        );

    private static BundleTableColumn Categories(BundleTableColumn column, TableColumnType type, string category) =>
        column with
        {
            Type = type,
            Minimum = null,
            Maximum = null,
            Decimals = null,
            Categories = [category],
            Counts = [TinyTableBundle.TrainingRows],
        };

    [TestMethod]
    [DataRow(TableColumnType.SByte, "-128")]
    [DataRow(TableColumnType.Byte, "255")]
    [DataRow(TableColumnType.Int16, "-32768")]
    [DataRow(TableColumnType.UInt16, "65535")]
    [DataRow(TableColumnType.Int32, "-2147483648")]
    [DataRow(TableColumnType.UInt32, "4294967295")]
    [DataRow(TableColumnType.Int64, "-9223372036854775808")]
    [DataRow(TableColumnType.UInt64, "18446744073709551615")]
    [DataRow(TableColumnType.Single, "-1.5E+10")]
    [DataRow(TableColumnType.Double, "0.1")]
    public void A_number_that_its_column_holds_may_be_a_category(TableColumnType type, string category)
    {
        var manifest = TinyTableBundle.Manifest();
        var change = Column(2, c => Categories(c, type, category));
        var bundle = GanBundle.Create(
            manifest with
            {
                Table = change(manifest.Table!),
            },
            new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray() }
        );
        Assert.AreEqual(category, bundle.Manifest.Table!.Columns[2].Categories!.Single());
    }

    [TestMethod]
    [DynamicData(nameof(Broken))]
    public void A_table_that_breaks_a_rule_is_refused(string message, Func<BundleTable, BundleTable> change)
    {
        var manifest = TinyTableBundle.Manifest();
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    GanBundle.Create(
                        manifest with
                        {
                            Table = change(manifest.Table!),
                        },
                        new Dictionary<string, byte[]>
                        {
                            [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray(),
                        }
                    )
                )
                .Message,
            message
        );
    }

    [TestMethod]
    [DataRow(true, "'latent.labelCount' is 2, but must be 0, for a generator of tables takes no labels")]
    [DataRow(false, "'latent.text' is there, but must be null, for a generator of tables takes no texts")]
    public void A_generator_that_takes_more_than_conditions_is_refused(bool labels, string message)
    {
        var manifest = TinyTableBundle.Manifest();
        var text = new BundleText
        {
            Width = 8,
            Words = 1,
            ShortestPiece = 0,
            LongestPiece = 0,
            Examples = ["x"],
        };
        manifest = manifest with
        {
            Data = manifest.Data with { Labels = ["even", "odd"] },
            Latent = manifest.Latent! with { LabelCount = labels ? 2 : 0, Text = labels ? null : text },
        };
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    GanBundle.Create(
                        manifest,
                        new Dictionary<string, byte[]>
                        {
                            [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray(),
                        }
                    )
                )
                .Message,
            message
        );
    }

    [TestMethod]
    public void Fingerprints_do_not_tell_kinds_of_zero_and_of_missing_apart()
    {
        Assert.AreEqual(RowFingerprint.Of([0f, float.NaN]), RowFingerprint.Of([-0f, BitConverter.Int32BitsToSingle(0x7FC12345)]));
        Assert.AreNotEqual(RowFingerprint.Of([1f, 2f]), RowFingerprint.Of([2f, 1f]));
        CollectionAssert.AreEquivalent(
            new[] { 1u, 7u, uint.MaxValue },
            RowFingerprint.Read(RowFingerprint.Write([7, 1, uint.MaxValue, 7])).ToArray()
        );
    }

    [TestMethod]
    public void A_column_of_dates_is_kept_as_it_is()
    {
        var manifest = TinyTableBundle.Manifest();
        var models = new Dictionary<string, byte[]>
        {
            [GanBundle.GeneratorFile] = Bundle.GetModel(GanBundle.GeneratorFile).ToArray(),
        };
        using var folder = new TestFolder();
        GanBundle.Create(manifest with { Table = Dated("dd.MM.yyyy")(manifest.Table!) }, models).Save(folder["b"]);
        var read = GanBundle.Load(folder["b"]).Manifest.Table!.Columns[2];
        Assert.AreEqual(Days("dd.MM.yyyy"), read.Date);
        Assert.AreEqual("02.03.2024", read.Date!.Text(4));
    }

    [TestMethod]
    [DataRow("ffffffffffffffffffffffffffffff!")]
    [DataRow("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh!")]
    public void A_format_that_is_made_to_keep_a_reader_busy_does_not(string format)
    {
        var watch = Stopwatch.StartNew();
        Assert.IsFalse(DateFormat.IsValid(format));
        Assert.IsLessThan(5, watch.Elapsed.TotalSeconds);
    }

    private static BundleDate Days(string format) =>
        new()
        {
            Format = format,
            Origin = new DateTime(2024, 2, 27),
            Unit = DateUnit.Day,
        };

    private static BundleTableColumn Dated(BundleTableColumn column, BundleDate date) =>
        column with
        {
            Type = TableColumnType.DateTime,
            Date = date,
        };

    private static Func<BundleTable, BundleTable> Dated(string format) => Column(2, c => Dated(c, Days(format)));

    private static Func<BundleTable, BundleTable> Column(int place, Func<BundleTableColumn, BundleTableColumn> change) =>
        table => table with { Columns = [.. table.Columns.Select((c, i) => i == place ? change(c) : c)] };

    private static BundleTableColumn Doubled(BundleTableColumn column) =>
        column with
        {
            MissingCount = 2 * column.MissingCount,
            Counts = column.Counts is null ? null : [.. column.Counts.Select(n => 2 * n)],
        };

    private static float[] Rows(GanBundle bundle, int count)
    {
        using var session = new TableSession(bundle);
        var values = new float[3 * count];
        session.Generate(1, [.. Enumerable.Range(0, count).Select(i => (long)i)], [], true, values);
        return values;
    }
}
