using Gan.Training.Methods;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Tables;

[TestClass]
public sealed class ConditionSamplerTests
{
    private const int Draws = 40_000;
    private static readonly Table Customers = SampleTables.Customers(1000);
    private static readonly TableEncoding Encoding = TableEncoding.Fit(Customers);

    [TestMethod]
    public void Columns_are_drawn_evenly_and_categories_by_the_logarithm_of_their_frequency()
    {
        var (_, conditions) = Draw(severalShare: 0);
        int[] counts = [.. Enumerable.Range(0, 6).Select(k => Enumerable.Range(0, Draws).Count(i => conditions[i * 6 + k] == 1))];
        Assert.AreEqual(Draws, counts.Sum(), "one condition a row");
        Assert.AreEqual(0.5, counts[..3].Sum() / (double)Draws, 0.01);
        double[] logs = [.. Enumerable.Range(0, 3).Select(k => Math.Log(1 + Customers.Columns[0].Values.Count(v => v == k)))];
        for (var k = 0; k < 3; k++)
            Assert.AreEqual(logs[k] / logs.Sum(), counts[k] / (double)counts[..3].Sum(), 0.01);
        CollectionAssert.AreEqual(
            logs.Select(l => l / logs.Sum()).ToArray(),
            new ConditionSampler(new(Customers, Encoding), 0).Shares(0).ToArray()
        );
    }

    [TestMethod]
    public void Every_row_meets_its_conditions_however_many()
    {
        var (rows, conditions) = Draw(severalShare: 0.5);
        var several = 0;
        for (var i = 0; i < Draws; i++)
        {
            var asked = 0;
            foreach (var block in Encoding.ConditionBlocks)
            {
                var place = conditions.AsSpan(i * 6 + block.BlockStart, 3).IndexOf(1f);
                if (place < 0)
                    continue;
                asked++;
                var value = Customers.Columns[block.Column].Values[rows[i]];
                Assert.AreEqual(double.IsNaN(value) ? 2 : value, place);
            }

            Assert.IsTrue(asked >= 1);
            if (asked > 1)
                several++;
        }

        // Half draw a second column, which is the first again half of the time.
        Assert.AreEqual(0.25, several / (double)Draws, 0.01);
    }

    [TestMethod]
    public void Given_both_conditions_all_rows_that_meet_them_are_as_likely()
    {
        var (rows, conditions) = Draw(severalShare: 1);
        // Oslo and a member.
        var drawn = Enumerable
            .Range(0, Draws)
            .Where(i => conditions[i * 6 + 1] == 1 && conditions[i * 6 + 4] == 1)
            .Select(i => rows[i])
            .ToArray();
        var meeting = Enumerable
            .Range(0, 1000)
            .Where(r => Customers.Columns[0].Values[r] == 1 && Customers.Columns[1].Values[r] == 1)
            .ToHashSet();
        Assert.IsTrue(drawn.All(meeting.Contains));
        var expected = (double)drawn.Length / meeting.Count;
        var chiSquare = meeting.Sum(r => Math.Pow(drawn.Count(d => d == r) - expected, 2) / expected);
        // Mean n - 1 and variance 2 (n - 1); five deviations.
        Assert.IsTrue(
            chiSquare < meeting.Count - 1 + 5 * Math.Sqrt(2.0 * (meeting.Count - 1)),
            $"{chiSquare} for {meeting.Count} rows"
        );
    }

    private static (int[] Rows, float[] Conditions) Draw(double severalShare)
    {
        var (rows, conditions) = (new int[Draws], new float[Draws * Encoding.ConditionWidth]);
        new ConditionSampler(new(Customers, Encoding), severalShare).Draw(new Random(5), rows, conditions);
        return (rows, conditions);
    }
}
