using Gan.MLNet;
using Gan.Onnx;
using Gan.Tests.MLNet;
using Gan.Tests.Training.Tables;
using Gan.Training.Tables;
using Gan.Training.Trainers;
using Microsoft.ML;

namespace Gan.Tests.Training.Trainers;

[TestClass]
public sealed class TableGanTrainerTests
{
    private sealed class Customer
    {
        public string City { get; set; } = "";

        public bool Member { get; set; }

        public float Income { get; set; }

        public int Age { get; set; }

        public long Id { get; set; }
    }

    private static readonly string[] Cities = ["Bern", "Oslo", "Rome"];

    private static IDataView View(MLContext ml, int rows = 150)
    {
        var table = SampleTables.Customers(rows);
        return ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, rows)
                .Select(i => new Customer
                {
                    City = Cities[(int)table.Columns[0].Values[i]],
                    Member = table.Columns[1].Values[i] == 1,
                    Income = (float)table.Columns[2].Values[i],
                    Age = (int)table.Columns[3].Values[i],
                    Id = i,
                })
        );
    }

    [TestMethod]
    public void A_view_is_learned_and_rows_of_its_types_come_back_the_same_for_the_same_seed()
    {
        var first = Fit(new MLContext(seed: 5));
        var ml = new MLContext(seed: 5);
        var options = new TableGanOptions
        {
            Steps = 3,
            Table = new TableOptions { IgnoredColumns = ["Id"] },
        };
        var second = ml.Data.TrainTableGan(options).Fit(View(ml));
        CollectionAssert.AreEqual(
            first.GetModel(Gan.Onnx.Bundles.GanBundle.GeneratorFile).ToArray(),
            second.GetModel(Gan.Onnx.Bundles.GanBundle.GeneratorFile).ToArray()
        );
        // Of 150 rows a batch is 15 packs of 10.
        Assert.AreEqual(15, first.Manifest.Training.BatchSize);
        using var rows = ml.Data.GenerateTableWithGan(
            first,
            30,
            new Dictionary<string, string> { ["City"] = "Oslo", ["Member"] = "1" }
        );
        CollectionAssert.AreEqual(new[] { "City", "Member", "Income", "Age" }, rows.Schema.Select(c => c.Name).ToArray());
        var customers = ml.Data.CreateEnumerable<Customer>(rows, reuseRowObject: false, ignoreMissingColumns: true).ToArray();
        Assert.HasCount(30, customers);
        Assert.IsTrue(customers.All(c => c.City == "Oslo" && c.Member && c.Age is >= 18 and < 80));
        using var balanced = ml.Data.BalanceWithGan(View(ml), first, "City");
        var counts = ViewReader
            .Column<ReadOnlyMemory<char>>(balanced, "City")
            .CountBy(c => c.ToString())
            .Select(c => c.Value)
            .Distinct();
        Assert.HasCount(1, counts.ToArray());
    }

    [TestMethod]
    public void Cancellation_stops_it()
    {
        var ml = new MLContext(seed: 1);
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            ml.Data.TrainTableGan(cancellation: new CancellationToken(canceled: true)).Fit(View(ml))
        );
    }

    [TestMethod]
    public void More_rows_than_have_room_for_fingerprints_are_refused()
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 150_001).Select(i => new { Side = i % 2 == 0 }));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => ml.Data.TrainTableGan().Fit(rows)).Message,
            "has 150001 rows, and a bundle has room for the fingerprints of 150000."
        );
    }

    private static Gan.Onnx.Bundles.GanBundle Fit(MLContext ml) =>
        ml.Data.TrainTableGan(steps: 3, new TableOptions { IgnoredColumns = ["Id"] }).Fit(View(ml));
}
