using System.Net.Http.Json;
using BalanceATable;
using FewLabels;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Microsoft.ML;
using SampleService;

namespace Gan.Tests.Samples;

/// <summary>The samples for ML.NET, each in short.</summary>
[TestClass]
public sealed class MLNetSampleTests
{
    private static string Digits => Path.Combine(SourceTree.Root, "models", "digits-dcgan");

    [TestMethod]
    public void A_detector_from_normal_rows_finds_malignant_ones()
    {
        var output = SampleProcess.Run("AnomalyOnATable");
        var auc = double.Parse(output.Split("ROC curve ")[1][..5], System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsTrue(auc > 0.95, output);
        StringAssert.Contains(output, "the first malignant row's readings by what they add to its score: ");
        StringAssert.Contains(output, "1 1 1 1 2 1 2 1 1: ");
        StringAssert.Contains(output.Split("8 10 10 8 7 10 9 7 1: ")[1], "abnormal True, probability 1.000");
    }

    [TestMethod]
    public void Balancing_helps_the_smaller_class()
    {
        var rows = new MLContext().Data.LoadFromTextFile<Person>(
            Path.Combine(AppContext.BaseDirectory, "pima.csv"),
            separatorChar: ',',
            hasHeader: true
        );
        var splits = new[] { 101, 102 }.Select(seed => Comparison.F1(rows, seed)).ToArray();
        var (plain, smote, gan) = (splits.Average(f1 => f1.Plain), splits.Average(f1 => f1.Smote), splits.Average(f1 => f1.Gan));
        foreach (var f1 in new[] { plain, smote, gan })
            Assert.IsTrue(f1 is > 0.5 and < 0.85, string.Join(' ', splits));
        Assert.IsTrue(gan > plain + 0.02, string.Join(' ', splits));
    }

    [TestMethod]
    public void Features_help_where_labels_are_few()
    {
        var draws = Enumerable.Range(101, 2).Select(seed => FewLabelled.Accuracy(GanBundle.Load(Digits), 50, seed)).ToArray();
        Assert.IsTrue(draws.Average(d => d.Features) > draws.Average(d => d.Pixels), string.Join(' ', draws));
    }

    [TestMethod]
    public void An_app_makes_the_rows_it_asks_for()
    {
        using var folder = new TestFolder();
        var file = folder["applicants.csv"];
        var output = SampleProcess.Run("TableFromAnApp", Path.Combine(SourceTree.Root, "models", "credit-g"), file);
        StringAssert.Contains(output, "housing: for free, own, rent");
        foreach (var judgment in new[] { "good", "bad" })
            StringAssert.Contains(output, $"1000 {judgment} owners who want a new car: ");
        var lines = File.ReadAllLines(file);
        Assert.HasCount(1001, lines);
        var header = lines[0].Split(',');
        Assert.HasCount(21, header);
        string[] Column(string name) => [.. lines[1..].Select(line => line.Split(',')[Array.IndexOf(header, name)])];
        Assert.IsTrue(
            Column("age").All(age => int.Parse(age, System.Globalization.CultureInfo.InvariantCulture) is >= 19 and <= 75)
        );
        Assert.AreEqual(300, Column("class").Count(judgment => judgment == "bad"), 60);
        CollectionAssert.AreEquivalent(new[] { "bad", "good" }, Column("class").Distinct().ToArray());
    }

    [TestMethod]
    public async Task The_service_answers_the_same_digit_for_the_same_seed_to_many_at_once()
    {
        await using var service = Service.Build(Digits, "--urls", "http://127.0.0.1:0");
        await service.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => client.GetFromJsonAsync<Digit>($"/digits/{i % 4}")));
        foreach (var (i, digit) in answers.Index())
        {
            Assert.AreEqual(answers[i % 4]!.Score, digit!.Score, 1e-5f);
            CollectionAssert.AreEqual(answers[i % 4]!.Picture, digit.Picture);
            Assert.HasCount(64, digit.Picture);
        }

        CollectionAssert.AreNotEqual(answers[0]!.Picture, answers[1]!.Picture);
        await service.StopAsync();
    }
}
