using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Tables;

/// <summary>What holds between columns holds in every row that is made.</summary>
[TestClass]
public sealed class ConstraintTests
{
    private static readonly BundleDate Days = new()
    {
        Format = "yyyy-MM-dd",
        Origin = new DateTime(2024, 1, 1),
        Unit = DateUnit.Day,
    };

    private static readonly BundleConstraint[] Constraints =
    [
        BundleConstraint.Parse("net = wages + rent"),
        BundleConstraint.Parse("total = net + tax"),
        BundleConstraint.Parse("start <= end"),
        BundleConstraint.Parse("paid >= end"),
    ];

    private static Table Invoices { get; } = MakeInvoices();

    [TestMethod]
    [DataRow("start <= end", "start <= end")]
    [DataRow("end >= start", "start <= end")]
    [DataRow("  total  =  net + tax +  fee ", "total = net + tax + fee")]
    [DataRow("a<b <= c=d", "a<b <= c=d")]
    public void Constraints_are_read_as_people_write_them(string text, string expected)
    {
        var constraint = BundleConstraint.Parse(text);
        Assert.AreEqual(expected, constraint.ToString());
        Assert.AreEqual(constraint.ToString(), BundleConstraint.Parse(expected).ToString());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("start")]
    [DataRow("start<=end")]
    [DataRow("start < end")]
    [DataRow("a <= b <= c")]
    [DataRow("total = net")]
    [DataRow("total = net + ")]
    [DataRow(" <= end")]
    public void What_is_no_constraint_is_refused(string text)
    {
        var e = Assert.ThrowsExactly<GanException>(() => BundleConstraint.Parse(text));
        StringAssert.Contains(e.Message, $"'{text}' is no constraint between columns. Write 'start <= end'");
    }

    [TestMethod]
    public void Distances_are_learned_in_place_of_the_column_and_nothing_in_place_of_a_sum()
    {
        var encoding = TableEncoding.Fit(Invoices, new EncodingOptions { Constraints = Constraints });
        Assert.AreEqual(0, encoding.Columns[Invoices.IndexOf("total")].Block);
        Assert.AreEqual(0, encoding.Columns[Invoices.IndexOf("net")].Block);
        var end = encoding.Columns[Invoices.IndexOf("end")];
        Assert.AreEqual((0f, 29f), (end.Minimum, end.Maximum), "days after the start");
        var decoded = encoding.Decode(encoding.Encode(Invoices));
        // Places within modes wider than four deviations are cut off, so not every row comes back as it was; what holds, holds.
        for (var row = 0; row < Invoices.RowCount; row++)
        {
            var values = decoded.AsSpan(row * Invoices.Columns.Count, Invoices.Columns.Count);
            foreach (var relation in encoding.Relations)
                Assert.IsTrue(relation.Row.Holds(values), $"row {row}: {relation.Row.Constraint}");
            Assert.AreEqual(Invoices.Columns[0].Values[row], values[0], 0.02);
        }
    }

    [TestMethod]
    public void A_generator_keeps_them_whatever_it_makes()
    {
        using var trainer = Trainer(new EncodingOptions { Constraints = Constraints });
        trainer.TrainUntil(10);
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        Assert.IsTrue(differences.All(d => d.MaximumAbsolute < 1e-4));
        CollectionAssert.AreEqual(
            Constraints.Select(c => c.ToString()).ToArray(),
            bundle.Manifest.Table!.Constraints!.Select(c => c.ToString()).ToArray()
        );

        // The session checks every row; here it is looked at once more, as people would.
        using var folder = new TestFolder();
        bundle.Save(folder["bundle"]);
        using var session = new TableSession(GanBundle.Load(folder["bundle"]));
        const int Rows = 2_000;
        var values = new float[Rows * Invoices.Columns.Count];
        session.Generate(3, [.. Enumerable.Range(0, Rows).Select(i => (long)i)], [], allowCopies: false, values);
        var (differing, sums) = (0, 0);
        foreach (var row in values.Chunk(Invoices.Columns.Count))
        {
            float Of(string name) => row[Invoices.IndexOf(name)];
            Assert.IsTrue(Of("start") <= Of("end") + OriginOfEnd && Of("end") <= Of("paid"));
            Assert.AreEqual(Of("wages") + Of("rent"), Of("net"), 1e-3f);
            Assert.AreEqual(Of("net") + Of("tax"), Of("total"), 1e-3f);
            differing += Of("end") + OriginOfEnd > Of("start") ? 1 : 0;
            sums += Of("total") > Invoices.Column("total").Values.Max() ? 1 : 0;
        }

        Assert.IsTrue(differing > Rows / 2, "Not all ends are starts.");
        Assert.IsTrue(sums > 0, "Sums may exceed those of the training rows.");
    }

    [TestMethod]
    public void A_bundle_whose_generator_breaks_its_promise_is_found_out()
    {
        using var trainer = Trainer(new EncodingOptions());
        trainer.TrainUntil(2);
        var bundle = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1))).Bundle;
        var table = bundle.Manifest.Table!;
        GanBundle Promising(BundleConstraint constraint) =>
            GanBundle.Create(
                bundle.Manifest with
                {
                    Table = table with { Constraints = [constraint] },
                },
                new Dictionary<string, byte[]> { [GanBundle.GeneratorFile] = bundle.GetModel(GanBundle.GeneratorFile).ToArray() }
            );
        using var session = new TableSession(Promising(BundleConstraint.Parse("total = net + tax")));
        var e = Assert.ThrowsExactly<GanException>(() =>
            session.Generate(1, [0], [], allowCopies: true, new float[Invoices.Columns.Count])
        );
        StringAssert.Contains(e.Message, "'total = net + tax' does not hold, which its manifest promises");

        foreach (var text in new[] { "total = net + nobody", "total = net + start", "net <= start", "total = net + net" })
        {
            var refused = Assert.ThrowsExactly<GanException>(() => Promising(BundleConstraint.Parse(text)));
            StringAssert.Contains(refused.Message, "table.constraints[0]");
        }
    }

    [TestMethod]
    [DataRow("tax <= wages", "does not hold in row 1 of 'invoices': 'wages' is 100, and 'tax' is 120.5.")]
    [DataRow("end <= start", "does not hold in row 2 of 'invoices': 'start' is 2024-01-02, and 'end' is 2024-01-03.")]
    [DataRow("total = wages + rent", "does not hold in row 1 of 'invoices'")]
    [DataRow("kind <= tax", "is about numbers and dates, and 'kind' holds categories")]
    [DataRow("some <= tax", "needs a value in every row, and 'some' lacks 1")]
    [DataRow("start <= tax", "mixes dates and numbers: 'start' holds dates")]
    [DataRow("paid = start + end", "adds dates, which have no sum")]
    [DataRow("nobody <= tax", "has no column 'nobody'")]
    [DataRow("tax <= tax", "names a column twice")]
    [DataRow("tax <= whole", "'whole' has fewer decimals in 'invoices' than what it follows from")]
    public void What_cannot_be_kept_is_refused_before_training(string text, string expected)
    {
        var e = Assert.ThrowsExactly<GanException>(() =>
            TableEncoding.Fit(Invoices, new EncodingOptions { Constraints = [BundleConstraint.Parse(text)] })
        );
        StringAssert.Contains(e.Message, expected);
    }

    [TestMethod]
    [DataRow(ConstraintKind.AtLeast, 0, "names 0 other columns; there must be one.")]
    [DataRow(ConstraintKind.AtLeast, 2, "names 2 other columns; there must be one.")]
    [DataRow(ConstraintKind.Sum, 1, "names 1 other columns; a sum has at least two terms.")]
    public void A_constraint_made_in_code_names_as_many_columns_as_it_needs(ConstraintKind kind, int count, string expected)
    {
        var constraint = new BundleConstraint
        {
            Column = "total",
            Terms = [.. new[] { "net", "tax" }.Take(count)],
            Kind = kind,
        };
        var e = Assert.ThrowsExactly<GanException>(() =>
            TableEncoding.Fit(Invoices, new EncodingOptions { Constraints = [constraint] })
        );
        StringAssert.Contains(e.Message, "A constraint on the column 'total' " + expected);
    }

    [TestMethod]
    public void Constraints_stand_in_an_order_in_which_each_follows_from_what_is_there()
    {
        StringAssert.Contains(
            Refused("total = net + tax", "net = wages + rent"),
            "'total = net + tax' follows from 'net', which follows from other columns itself: give 'net = wages + rent' before "
                + "it."
        );
        StringAssert.Contains(
            Refused("total = net + tax", "wages <= total"),
            "'total' is to follow from other columns twice, the second time by 'wages <= total'"
        );

        static string Refused(params string[] texts) =>
            Assert
                .ThrowsExactly<GanException>(() =>
                    TableEncoding.Fit(Invoices, new EncodingOptions { Constraints = [.. texts.Select(BundleConstraint.Parse)] })
                )
                .Message;
    }

    [TestMethod]
    public void Sums_of_the_smallest_and_the_largest_terms_are_in_range()
    {
        // 1.1 + 2.2 is 3.3000002 with 32 bits, and 3.3 rounded; 9.9 + 3.6 the other way round.
        var random = new Random(1);
        double[] net = [.. Enumerable.Range(0, 200).Select(_ => random.Next(2) == 0 ? 1.1 : 9.9)];
        double[] fee = [.. net.Select(_ => random.Next(2) == 0 ? 2.2 : 3.6)];
        var bundle = Exported(
            ["total = net + fee"],
            [("net", net), ("fee", fee), ("total", [.. net.Zip(fee, (a, b) => Math.Round(a + b, 1))])]
        );
        var totals = Totals(bundle);
        CollectionAssert.AreEquivalent(new[] { 3.3f, 4.7f, 12.1f, 13.5f }, totals.Distinct().ToArray());
        var column = bundle.Manifest.Table!.Columns[2];
        Assert.AreEqual((3.3f, 13.5f), ((float)column.Minimum!, (float)column.Maximum!));
    }

    [TestMethod]
    public void What_is_at_least_a_sum_goes_beyond_the_training_rows_as_far_as_the_sum_does()
    {
        // The larger the one term the smaller the other: generated sums are up to 198, those of the training rows about 100.
        var random = new Random(1);
        double[] net = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(100))];
        double[] tax = [.. net.Select(v => 99 - v)];
        double[] total = [.. net.Zip(tax, (a, b) => a + b)];
        double[] paid = [.. total.Select(v => v + random.Next(5))];
        var bundle = Exported(
            ["total = net + tax", "total <= paid"],
            [("net", net), ("tax", tax), ("total", total), ("paid", paid)]
        );
        var beyond = 0;
        foreach (var (sum, atLeast) in Totals(bundle).Zip(Totals(bundle, 3)))
        {
            Assert.IsTrue(sum <= atLeast);
            // What is beyond is so for the sum's sake, and no farther.
            if (atLeast > paid.Max())
                Assert.AreEqual(sum, atLeast);
            beyond += atLeast > paid.Max() ? 1 : 0;
        }

        Assert.IsTrue(beyond > 0, "Sums exceed those of the training rows.");
    }

    private static GanBundle Exported(string[] constraints, (string Name, double[] Values)[] columns)
    {
        var table = new Table(
            "bills",
            [
                .. columns.Select(c => new TableColumn
                {
                    Name = c.Name,
                    Type = TableColumnType.Double,
                    Values = c.Values,
                }),
            ]
        );
        using var trainer = Trainer(new EncodingOptions { Constraints = [.. constraints.Select(BundleConstraint.Parse)] }, table);
        trainer.TrainUntil(5);
        return BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1))).Bundle;
    }

    private static float[] Totals(GanBundle bundle, int column = 2)
    {
        const int Rows = 1_000;
        using var session = new TableSession(bundle);
        var values = new float[Rows * session.Columns.Count];
        session.Generate(3, [.. Enumerable.Range(0, Rows).Select(i => (long)i)], [], allowCopies: true, values);
        return [.. values.Chunk(session.Columns.Count).Select(row => row[column])];
    }

    // The first day of "end" is a day later than that of "start", from which numbers count.
    private const float OriginOfEnd = 1;

    private static GanTrainer Trainer(EncodingOptions options, Table? table = null) =>
        new(
            new CtganRecipe
            {
                BatchSize = 20,
                Packing = 1,
                GeneratorHidden = [16],
                DiscriminatorHidden = [16],
            },
            TableEncoding.Fit(table ?? Invoices, options).ToDataset(table ?? Invoices),
            new TrainingSettings { Device = "cpu" }
        );

    private static Table MakeInvoices()
    {
        var random = new Random(1);
        const int Rows = 200;
        double[] Draw(Func<int, double> of) => [.. Enumerable.Range(0, Rows).Select(of)];
        var wages = Draw(i => i == 0 ? 100 : random.Next(1, 10_000) / 100.0);
        var rent = Draw(i => random.Next(1, 5_000) / 100.0);
        var tax = Draw(i => i == 0 ? 120.5 : random.Next(0, 2_000) / 100.0);
        var start = Draw(i => i < 2 ? 1 : random.Next(300));
        var end = Draw(i =>
            start[i]
            + (
                i == 0 ? 0
                : i == 1 ? 1
                : random.Next(30)
            )
        );
        var paid = Draw(i => end[i] + random.Next(60));
        TableColumn Dates(string name, double[] days, int origin) =>
            new()
            {
                Name = name,
                Type = TableColumnType.DateTime,
                Date = Days with { Origin = Days.Origin.AddDays(origin) },
                Values = [.. days.Select(d => d - origin)],
            };
        TableColumn Numbers(string name, double[] values, TableColumnType type = TableColumnType.Single) =>
            new()
            {
                Name = name,
                Type = type,
                Values = values,
            };
        return new Table(
            "invoices",
            [
                Numbers("wages", wages),
                Numbers("rent", rent),
                Numbers("net", Draw(i => Math.Round(wages[i] + rent[i], 2))),
                Numbers("tax", tax),
                Numbers("total", Draw(i => Math.Round(wages[i] + rent[i] + tax[i], 2))),
                Dates("start", start, 0),
                Dates("end", end, (int)OriginOfEnd),
                Dates("paid", paid, (int)OriginOfEnd),
                Numbers("some", Draw(i => i == 5 ? double.NaN : i)),
                Numbers("whole", Draw(i => 1000 + i), TableColumnType.Int32),
                Numbers("kind", Draw(i => i % 2)) with
                {
                    Type = TableColumnType.Text,
                    Categories = ["a", "b"],
                },
            ]
        );
    }
}
