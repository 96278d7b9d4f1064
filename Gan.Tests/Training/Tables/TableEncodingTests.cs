using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Tables;

[TestClass]
public sealed class TableEncodingTests
{
    private static readonly Table Customers = SampleTables.Customers(1000);

    [TestMethod]
    public void What_is_encoded_comes_back()
    {
        var encoding = TableEncoding.Fit(Customers);
        var decoded = encoding.Decode(encoding.Encode(Customers));
        for (var row = 0; row < Customers.RowCount; row++)
        {
            for (var i = 0; i < Customers.Columns.Count; i++)
            {
                var (value, back) = ((float)Customers.Columns[i].Values[row], decoded[row * Customers.Columns.Count + i]);
                // Numbers beyond four deviations of their mode are cut, so a little may be lost there; all else comes back.
                if (Customers.Columns[i].IsCategorical || double.IsNaN(value))
                    Assert.AreEqual(value, back);
                else
                    Assert.AreEqual(
                        value,
                        back,
                        Customers.Columns[i].Name == "age" ? 1
                            : Customers.Columns[i].Name == "income" ? 0.21
                            : 10
                    );
            }
        }
    }

    [TestMethod]
    public void Blocks_of_categories_come_first_and_each_has_one_1()
    {
        var encoding = TableEncoding.Fit(Customers);
        // Three cities; two memberships and unknown; country says nothing.
        Assert.AreEqual(6, encoding.ConditionWidth);
        CollectionAssert.AreEqual(new[] { 3, 3 }, encoding.ConditionBlocks.Select(b => b.Block).ToArray());
        Assert.AreEqual(0, encoding.Columns[5].Block);
        Assert.AreEqual(3, encoding.ScalarCount);
        Assert.AreEqual(encoding.Width, encoding.Blocks.Sum(b => b.Block) + encoding.ScalarCount);
        var encoded = encoding.Encode(Customers);
        for (var row = 0; row < 50; row++)
        {
            foreach (var block in encoding.Blocks)
            {
                var values = encoded.AsSpan(row * encoding.Width + block.BlockStart, block.Block).ToArray();
                Assert.AreEqual(1, values.Count(v => v == 1));
                Assert.AreEqual(block.Block - 1, values.Count(v => v == 0));
            }

            Assert.AreEqual(
                double.IsNaN(Customers.Columns[1].Values[row]) ? 1 : 0,
                encoded[row * encoding.Width + 5],
                "unknown comes last"
            );
        }
    }

    [TestMethod]
    public void A_number_that_many_rows_hold_is_a_mode_of_its_own_and_comes_back_exactly()
    {
        var encoding = TableEncoding.Fit(Customers);
        var balance = encoding.Columns[4];
        Assert.AreEqual((0.0, 0.0), (balance.Modes![0].Mean, balance.Modes[0].Deviation));
        Assert.IsTrue(balance.HasMissing);
        // Whatever lies at its place within the mode.
        var row = new float[encoding.Width];
        row[balance.BlockStart] = 1;
        row[balance.ScalarStart] = 0.7f;
        Assert.AreEqual(0, encoding.Decode(row)[4]);
        Assert.IsFalse(
            TableEncoding.Fit(Customers, new EncodingOptions { SpikeShare = 2 }).Columns[4].Modes!.Any(m => m.Deviation == 0)
        );
    }

    [TestMethod]
    public void Places_within_a_mode_are_distances_in_four_deviations()
    {
        var column = new ColumnEncoding
        {
            Column = 0,
            Block = 2,
            Modes = [new(0.5, 10, 1), new(0.5, 100, 5)],
            Minimum = 0,
            Maximum = 105,
            Decimals = 1,
        };
        Assert.AreEqual(12, column.Number(0, 0.5f));
        Assert.AreEqual(80, column.Number(1, -1));
        Assert.AreEqual(105, column.Number(1, 1), "not above the largest number there is");
        Assert.AreEqual(3.1f, column.Round(3.14f));
    }

    [TestMethod]
    public void Conditions_win_over_what_a_block_says()
    {
        var encoding = TableEncoding.Fit(Customers);
        var row = new float[encoding.Width];
        row[0] = 1;
        var condition = new float[encoding.ConditionWidth];
        (condition[2], condition[5]) = (1, 1);
        var decoded = encoding.Decode(row, condition);
        Assert.AreEqual(2, decoded[0]);
        Assert.AreEqual(float.NaN, decoded[1]);
        Assert.AreEqual(0, encoding.Decode(row, new float[encoding.ConditionWidth])[0]);
    }

    [TestMethod]
    public void Decimals_are_the_fewest_that_every_number_needs()
    {
        Assert.AreEqual(0, NumberDecimals.Of([1, -20, 3e6f]));
        Assert.AreEqual(2, NumberDecimals.Of([7.4f, 0.25f, 100]));
        Assert.IsNull(NumberDecimals.Of([1 / 3f]));
    }

    [TestMethod]
    public void A_table_that_never_varies_is_refused()
    {
        var same = new Table(
            "same",
            [
                new TableColumn
                {
                    Name = "a",
                    Type = TableColumnType.Single,
                    Values = [3, 3, 3],
                },
            ]
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => TableEncoding.Fit(same)).Message,
            "one and the same value"
        );
    }

    [TestMethod]
    public void Numbers_of_a_small_unit_are_no_constant()
    {
        // Charges in coulombs: fifty of them, the largest 8e-18.
        var charges = Numbers([.. Enumerable.Range(0, 500).Select(i => 1.602e-19 * (1 + i * 37 % 50))]);
        var encoding = TableEncoding.Fit(charges);
        var decoded = encoding.Decode(encoding.Encode(charges));
        for (var row = 0; row < decoded.Length; row++)
            Assert.AreEqual(charges.Columns[0].Values[row], decoded[row], 1e-20);
    }

    [TestMethod]
    public void Numbers_that_differ_in_their_last_digit_are_not_taken_for_others()
    {
        // Most rows hold 0, and the others what 0.1 + 0.2 may be.
        var table = Numbers([
            .. Enumerable
                .Range(0, 400)
                .Select(i => i % 10 == 0 ? BitConverter.Int64BitsToDouble(0x3fd3333333333333 + i / 10 % 4) : 0),
        ]);
        var encoding = TableEncoding.Fit(table);
        var decoded = encoding.Decode(encoding.Encode(table));
        CollectionAssert.AreEqual(table.Columns[0].Values.Select(v => (float)v).ToArray(), decoded);
    }

    private static Table Numbers(double[] values) =>
        new(
            "numbers",
            [
                new TableColumn
                {
                    Name = "number",
                    Type = TableColumnType.Double,
                    Values = values,
                },
            ]
        );
}
