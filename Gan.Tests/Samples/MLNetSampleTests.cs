using System.Net.Http.Json;
using BalanceATable;
using FewLabels;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
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
        StringAssert.Contains(output, "1 1 1 1 2 1 2 1 1: ");
        StringAssert.Contains(output.Split("8 10 10 8 7 10 9 7 1: ")[1], "abnormal True, probability 1.000");
    }

    [TestMethod]
    public void Balancing_helps_the_smaller_class()
    {
        var rows = new MLContext().Data.LoadFromTextFile<Person>(
            Path.Combine(AppContext.BaseDirectory, "pima.csv"), separatorChar: ',', hasHeader: true);
        var (plain, smote, gan) = Comparison.F1(rows, 1);
        foreach (var f1 in new[] { plain, smote, gan }) Assert.IsTrue(f1 is > 0.5 and < 0.85, $"{plain} {smote} {gan}");
        Assert.IsTrue(gan > plain, $"{plain} {smote} {gan}");
    }

    [TestMethod]
    public void Features_help_where_labels_are_few()
    {
        var draws = Enumerable.Range(1, 2).Select(seed => FewLabelled.Accuracy(GanBundle.Load(Digits), 50, seed)).ToArray();
        Assert.IsTrue(draws.Average(d => d.Features) > draws.Average(d => d.Pixels), string.Join(' ', draws));
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
