using Cookbook;
using Gan.Tests.Engineering;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Gan.Training.Tables;
using Microsoft.ML.Data;

namespace Gan.Tests.Samples;

/// <summary>The cookbook's code, each task in short.</summary>
[TestClass]
public sealed class CookbookTests
{
    [TestMethod]
    public void A_detector_finds_faults_that_no_single_sensor_shows_and_scores_a_file_of_rows()
    {
        using var folder = new TestFolder();
        Assert.IsGreaterThan(0.9, Sensors.Watch(folder.Path, 300));
        // Sensor by sensor there is less to see: that is what a detector is for.
        var later = Reading.Simulate(2000, faults: 0.02, seed: 2).ToArray();
        var usual = Reading.Simulate(4000, faults: 0, seed: 1).ToArray();
        Func<Reading, float>[] sensors = [r => r.Temperature, r => r.Pressure, r => r.Flow, r => r.Vibration];
        var faults = later.Where(r => r.Label > 0).ToArray();
        Assert.IsInRange(20, 60, faults.Length);
        foreach (var sensor in sensors)
        {
            var outside = faults.Count(r => sensor(r) < usual.Min(sensor) || sensor(r) > usual.Max(sensor));
            Assert.IsLessThan(0.1 * faults.Length, (double)outside);
        }

        MillionRows.Score(folder["sensors.zip"], folder["new.csv"], folder["scores.parquet"]);
        var scores = Table.FromFile(folder["scores.parquet"]);
        CollectionAssert.AreEqual(new[] { "Minute", "Score", "PredictedLabel" }, scores.Columns.Select(c => c.Name).ToArray());
        Assert.AreEqual(2000, scores.RowCount);
        CollectionAssert.AreEqual(Table.FromFile(folder["new.csv"]).Column("Minute").Values, scores.Column("Minute").Values);
    }

    [TestMethod]
    public void A_detector_finds_frauds_of_a_kind_that_no_classifier_was_shown()
    {
        using var folder = new TestFolder();
        var (detector, classifier) = Frauds.Find(folder.Path, 300);
        Assert.IsGreaterThan(0.95, detector);
        Assert.IsInRange(0.5, detector, classifier);
        Assert.IsTrue(File.Exists(folder["frauds.zip"]));
    }

    [TestMethod]
    public void A_table_of_credits_is_balanced()
    {
        using var folder = new TestFolder();
        var (plain, balanced) = Credit.Balance(Model("credit-g"), folder["balanced.csv"], 20);
        Assert.IsTrue(plain is > 0.1 and < 1 && balanced is > 0.1 and < 1, $"{plain} {balanced}");
        var lines = File.ReadAllLines(folder["balanced.csv"]);
        Assert.EndsWith(",class,Synthetic", lines[0]);
        int Count(string ending) => lines.Count(line => line.EndsWith(ending, StringComparison.Ordinal));
        Assert.AreEqual(Count(",good,0"), Count(",bad,0") + Count(",bad,1"), "as many bad credits as good ones");
        Assert.AreEqual(0, Count(",good,1"));
    }

    [TestMethod]
    public void The_same_seed_makes_the_same_customers()
    {
        using var folder = new TestFolder();
        Customers.Learn(folder["bundle"], 20);
        var customers = Customers.Make(folder["bundle"], 50);
        Assert.HasCount(50, customers);
        Assert.IsTrue(customers.All(c => c is { Country: "Norway", Churned: true, Age: >= 18 and < 68, Spent: >= 0 and <= 100 }));
        CollectionAssert.AreEqual(customers, Customers.Make(folder["bundle"], 50));
        CollectionAssert.AreNotEqual(customers, Customers.Make(folder["bundle"], 50, seed: 8));
    }

    [TestMethod]
    public void Thumbnails_become_twice_as_large()
    {
        using var folder = new TestFolder();
        var small = Path.Combine(SourceTree.Root, "samples", "ColourADrawing", "drawings");
        Thumbnails.Enlarge(Model("super-resolution-x2"), small, folder["large"]);
        foreach (var file in Directory.EnumerateFiles(small))
        {
            using var picture = MLImage.CreateFromFile(folder[$"large/{Path.GetFileName(file)}"]);
            Assert.AreEqual((128, 128), (picture.Width, picture.Height));
        }
    }

    [TestMethod]
    public void What_masks_show_white_is_filled_in_and_the_rest_stays()
    {
        using var folder = new TestFolder();
        FreeTranslator.Make(mask: true).Save(folder["bundle"]);
        Directory.CreateDirectory(folder["pictures"]);
        File.WriteAllBytes(folder["pictures/a.png"], PictureFile.Flat(30, 60, 10, 20, 30));
        Holes.DrawMasks(folder["pictures"], folder["masks"]);
        Holes.Fill(folder["bundle"], folder["pictures"], folder["masks"], folder["filled"]);
        using var mask = MLImage.CreateFromFile(folder["masks/a.png"]);
        using var filled = MLImage.CreateFromFile(folder["filled/a.png"]);
        Assert.AreEqual((30, 60), (filled.Width, filled.Height));
        // In the middle 255 less the value, as this bundle does; near the corner as it was.
        Assert.AreEqual((255, 0), (Red(mask, 15, 30), Red(mask, 5, 5)));
        Assert.AreEqual((245, 10), (Red(filled, 15, 30), Red(filled, 5, 5)));
    }

    [TestMethod]
    public void Rows_are_written_as_they_are_made()
    {
        using var folder = new TestFolder();
        MillionRows.Generate(Model("credit-g"), folder["rows.parquet"], 3000);
        var rows = Table.FromFile(folder["rows.parquet"]);
        Assert.AreEqual((3000, 21), (rows.RowCount, rows.Columns.Count));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.Path), "nothing temporary is left");
    }

    private static string Model(string name) => Path.Combine(SourceTree.Root, "models", name);

    private static int Red(MLImage image, int x, int y) =>
        image.Pixels[(y * image.Width + x) * 4 + (image.PixelFormat == MLPixelFormat.Bgra32 ? 2 : 0)];
}
