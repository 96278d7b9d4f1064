using System.Text;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;

namespace Gan.Tests.MLNet;

/// <summary>Numbers of 64 bits in generated rows have the decimals of the training rows.</summary>
[TestClass]
public sealed class TableDecimalTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Order
    {
        public double Price { get; set; }

        public double Fee { get; set; }
    }

    private IDataView Orders
    {
        get
        {
            var random = new Random(1);
            return _ml.Data.LoadFromEnumerable(
                Enumerable
                    .Range(0, 100)
                    .Select(_ => new Order { Price = random.Next(10_000) / 100.0, Fee = random.Next(10) / 10.0 })
                    .ToArray()
            );
        }
    }

    [TestMethod]
    public void Doubles_have_the_decimals_of_the_training_rows_in_views_and_in_files()
    {
        var recipe = new CtganRecipe
        {
            BatchSize = 20,
            Packing = 1,
            GeneratorHidden = [16],
            DiscriminatorHidden = [16],
        };
        GanBundle bundle = _ml.Data.TrainTableGan(5, recipe: recipe).Fit(Orders);
        using GeneratedTableView rows = _ml.Data.GenerateTableWithGan(bundle, 200, seed: 3);
        List<double> prices = ViewReader.Column<double>(rows, "Price");
        foreach (double price in prices)
            Assert.AreEqual(Math.Round(price, 2), price);
        Assert.IsTrue(ViewReader.Column<double>(rows, "Fee").All(fee => fee == Math.Round(fee * 10) / 10));

        using var file = new MemoryStream();
        _ml.Data.SaveAsText(rows, file, separatorChar: ',', headerRow: false, schema: false);
        string first = Encoding.UTF8.GetString(file.ToArray()).Split('\n')[0].Trim();
        Assert.IsLessThanOrEqualTo(9, first.Length, first);

        using AugmentedDataView more = _ml.Data.AppendGanRows(Orders, bundle, 50);
        CollectionAssert.AreEqual(
            ViewReader.Column<double>(more, "Price").Select(v => Math.Round(v, 2)).ToArray(),
            ViewReader.Column<double>(more, "Price")
        );
    }
}
