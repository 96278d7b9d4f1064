using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Evaluation.Tabular;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Evaluation.Tabular;

/// <summary>What generated rows tell of the rows that were trained on.</summary>
[TestClass]
public sealed class TableEvaluationTests
{
    [TestMethod]
    public void An_attack_is_judged_at_a_threshold_that_was_chosen_on_other_rows()
    {
        // Of six trained and six other rows; each half's best threshold is tried on the other half.
        var attack = MembershipAttack.Of([1, 2, 9, 1, 3, 8], [4, 5, 7, 2, 2.5, 2.7]);
        // First half: up to 2 there are two of three members and no other; in the second half one of three, and one of three
        // others. Second half: up to 1 there is one of three members and no other, and so it is in the first.
        Assert.AreEqual((0 + 1 / 3.0) / 2, attack.Advantage, 1e-12);
        // Nearer: 6 + 5 + 0 + 6 + 3 + 0 of 36 pairs, and one as near (2 and 2).
        Assert.AreEqual((20 + 0.5) / 36, attack.Auc, 1e-12);
    }

    [TestMethod]
    public void Copies_give_every_member_away_and_unrelated_rows_none()
    {
        var copied = MembershipAttack.Of(Enumerable.Repeat(0.0, 50).ToArray(), Enumerable.Repeat(0.3, 50).ToArray());
        Assert.AreEqual(new MembershipAttack(1, 1), copied);
        var random = new Random(1);
        double[] Any() => [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble())];
        var unrelated = MembershipAttack.Of(Any(), Any());
        Assert.AreEqual(0.5, unrelated.Auc, 0.01);
        Assert.AreEqual(0, unrelated.Advantage, 0.02);
        // All alike: nothing to choose between.
        Assert.AreEqual(new MembershipAttack(0.5, 0), MembershipAttack.Of([1, 1, 1, 1], [1, 1, 1, 1]));
    }

    [TestMethod]
    public void Distances_are_in_units_of_the_training_rows_whichever_rows_are_looked_among()
    {
        var training = new Table("training", [Numbers("n", 0, 10)]);
        var others = new Table("others", [Numbers("n", 4, 20)]);
        var rows = new Table("rows", [Numbers("n", 5, 1, 30)]);
        // 0.1 and 0.3 of the range 10, and 1 at most.
        CollectionAssert.AreEqual(
            new[] { 0.1, 0.3, 1 },
            ClosestRecords.Distances(training, others, rows).Select(d => Math.Round(d, 6)).ToArray()
        );
    }

    [TestMethod]
    public void Columns_are_found_by_name_and_brought_into_the_bundles_form()
    {
        var day = new BundleDate
        {
            Format = "yyyy-MM-dd",
            Origin = new DateTime(2020, 1, 1),
            Unit = DateUnit.Day,
        };
        BundleTableColumn[] made =
        [
            Made("when", TableColumnType.DateTime) with
            {
                Date = day,
            },
            Made("kind", TableColumnType.Text) with
            {
                Categories = ["b", "a"],
            },
            Made("n", TableColumnType.Single),
        ];
        var hours = day with { Origin = new DateTime(2020, 1, 2), Unit = DateUnit.Hour };
        var table = new Table(
            "t",
            [
                Numbers("other", 1, 2),
                Numbers("n", 5, double.NaN),
                Numbers("when", 24, double.NaN) with
                {
                    Date = hours,
                    Type = TableColumnType.DateTime,
                },
                Numbers("kind", 0, 1) with
                {
                    Categories = ["a", "new"],
                    Type = TableColumnType.Text,
                },
            ]
        );
        var aligned = BundleTables.Align(table, made);
        CollectionAssert.AreEqual(new[] { "when", "kind", "n" }, aligned.Columns.Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { 2, double.NaN }, aligned.Columns[0].Values);
        CollectionAssert.AreEqual(new[] { 1.0, 2 }, aligned.Columns[1].Values);
        CollectionAssert.AreEqual(new[] { "b", "a", "new" }, aligned.Columns[1].Categories!.ToArray());

        var missing = Assert.ThrowsExactly<GanException>(() => BundleTables.Align(new Table("t", [Numbers("n", 1)]), made));
        StringAssert.Contains(missing.Message, "has no column 'when', which the bundle makes. Columns: n.");
        var numbers = Assert.ThrowsExactly<GanException>(() =>
            BundleTables.Align(new Table("t", [Numbers("kind", 1)]), [made[1]])
        );
        StringAssert.Contains(numbers.Message, "'kind' of the table 't' holds numbers; the bundle makes categories there.");
    }

    private static BundleTableColumn Made(string name, TableColumnType type) =>
        new()
        {
            Name = name,
            Type = type,
            MissingCount = 0,
        };

    private static TableColumn Numbers(string name, params double[] values) =>
        new()
        {
            Name = name,
            Type = TableColumnType.Single,
            Values = values,
        };
}
