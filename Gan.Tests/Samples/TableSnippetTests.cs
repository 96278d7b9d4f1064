using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.MLNet;
using Gan.Tests.Training;
using Gan.Training.Tables;
using Gan.Training.Trainers;
using Microsoft.ML;

namespace Gan.Tests.Samples;

/// <summary>What the README and docs/tables.md quote about tables, compiled and run.</summary>
[TestClass]
public sealed class TableSnippetTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Customer
    {
        public int CustomerId { get; set; }

        public string Country { get; set; } = "";

        public float PostCode { get; set; }

        public float Purchases { get; set; }

        public bool Churned { get; set; }
    }

    [TestMethod]
    public void Rows_are_learned_sampled_and_added()
    {
        using var folder = new TestFolder();
        const long steps = 20;
        var customers = ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 200)
                .Select(i => new Customer
                {
                    CustomerId = i,
                    Country = i % 3 == 0 ? "Norway" : "Chile",
                    PostCode = i % 5,
                    Purchases = i * 37 % 100,
                    Churned = i % 4 == 0,
                })
        );

        // Training, once, in a program that references Gan.Training (using Gan.Training.Trainers).
        var options = new TableOptions { IgnoredColumns = ["CustomerId"], CategoricalColumns = ["PostCode"] };
        GanBundle bundle = ml.Data.TrainTableGan(steps, options).Fit(customers);
        bundle.Save(folder["customers-gan"]);

        // Sampling, in any app that references Gan.MLNet.
        using var rows = ml.Data.GenerateTableWithGan(bundle, 10_000, seed: 7);
        using var some = ml.Data.GenerateTableWithGan(
            bundle,
            500,
            new Dictionary<string, string> { ["Country"] = "Norway", ["Churned"] = "1" }
        );
        Assert.HasCount(10_000, ViewReader.Column<float>(rows, "Purchases"));
        Assert.IsTrue(ViewReader.Column<bool>(some, "Churned").All(churned => churned));

        var train = customers;
        using var more = ml.Data.AppendGanRows(train, bundle, 1000);
        using var churned = ml.Data.AppendGanRows(train, bundle, 1000, labelColumnName: "Churned", label: "1");
        using var twice = ml.Data.MultiplyWithGan(train, bundle, factor: 2);
        using var balanced = ml.Data.BalanceWithGan(train, bundle, "Churned");
        var labels = ViewReader.Column<bool>(balanced, "Churned");
        Assert.AreEqual(labels.Count(label => label), labels.Count(label => !label));
        CollectionAssert.AreEqual(
            new[] { 1200, 1200, 400 },
            new[] { more, churned, twice }.Select(view => ViewReader.Column<float>(view, "Purchases").Count).ToArray()
        );
    }
}
