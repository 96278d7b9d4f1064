using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Microsoft.ML;

namespace Gan.Tests.MLNet;

/// <summary>The table in <c>models/</c>, as an app uses it.</summary>
[TestClass]
public sealed class CommittedTableTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Applicants_for_credit_are_what_was_asked_for()
    {
        GanBundle bundle = GanBundle.Load(Path.Combine(SourceTree.Root, "models", "credit-g"));
        using GeneratedTableView rows = _ml.Data.GenerateTableWithGan(
            bundle,
            500,
            new Dictionary<string, string>
            {
                ["class"] = "bad",
                ["housing"] = "own",
                ["foreign_worker"] = "yes",
            }
        );
        foreach (var (column, category) in new[] { ("class", "bad"), ("housing", "own"), ("foreign_worker", "yes") })
            Assert.IsTrue(ViewReader.Column<ReadOnlyMemory<char>>(rows, column).All(v => v.ToString() == category), column);
        List<float> ages = ViewReader.Column<float>(rows, "age");
        Assert.IsTrue(ages.All(a => a is >= 19 and <= 75 && a == MathF.Floor(a)));
        // 11 applicants in 100 are below 23, and 12 above 50; the rows vary as they do.
        Assert.IsTrue(ages.Distinct().Count() > 20);
        Assert.AreEqual(36, ages.Average(), 8);
    }
}
