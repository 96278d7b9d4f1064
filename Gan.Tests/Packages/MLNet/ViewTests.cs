using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class ViewTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Data(int rows) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, rows).Select(i => new PlainRow { Number = i, Pair = [i, i == 3 ? float.NaN : 1], Text = $"{i % 4}" }).ToArray());

    private static float[] Numbers(IDataView data) => [.. data.GetColumn<float>("Number")];

    [TestMethod]
    public void Take_skip_and_filters_keep_the_order()
    {
        CollectionAssert.AreEqual(new float[] { 0, 1 }, Numbers(_ml.Data.TakeRows(Data(5), 2)));
        CollectionAssert.AreEqual(new float[] { 3, 4 }, Numbers(_ml.Data.SkipRows(Data(5), 3)));
        CollectionAssert.AreEqual(new float[] { 0, 1, 2, 4 }, Numbers(_ml.Data.FilterRowsByMissingValues(Data(5), "Pair")));
        CollectionAssert.AreEqual(new float[] { 1, 2 }, Numbers(_ml.Data.FilterRowsByColumn(Data(5), "Number", 1, 3)));
        // The predicate names the rows that go.
        CollectionAssert.AreEqual(new float[] { 2, 3, 4 }, Numbers(_ml.Data.FilterByCustomPredicate<NumberOnly>(Data(5), row => row.Number < 2)));
    }

    [TestMethod]
    public void A_shuffle_gives_all_rows_and_follows_its_seed()
    {
        var first = Numbers(_ml.Data.ShuffleRows(Data(100), seed: 7, shufflePoolSize: 20));
        var second = Numbers(_ml.Data.ShuffleRows(Data(100), seed: 7, shufflePoolSize: 20));
        CollectionAssert.AreEqual(first, second);
        CollectionAssert.AreNotEqual(Numbers(Data(100)), first);
        CollectionAssert.AreEquivalent(Numbers(Data(100)), first);
    }

    [TestMethod]
    public void A_cache_reads_its_source_once()
    {
        var reads = 0;
        IEnumerable<PlainRow> Rows()
        {
            reads++;
            yield return new PlainRow { Number = 4 };
        }
        var cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Rows()));
        for (var i = 0; i < 3; i++)
            CollectionAssert.AreEqual(new float[] { 4 }, Numbers(cached));
        Assert.AreEqual(1, reads);
    }

    [TestMethod]
    public void Splits_share_no_row_and_lose_none()
    {
        var split = _ml.Data.TrainTestSplit(Data(1000), testFraction: 0.3, seed: 2);
        CollectionAssert.AreEquivalent(Numbers(Data(1000)), Numbers(split.TrainSet).Concat(Numbers(split.TestSet)).ToArray());
        Assert.AreEqual(300, Numbers(split.TestSet).Length, 60);

        var folds = _ml.Data.CrossValidationSplit(Data(1000), 4, seed: 2);
        CollectionAssert.AreEquivalent(Numbers(Data(1000)), folds.SelectMany(fold => Numbers(fold.TestSet)).ToArray());
        foreach (var fold in folds)
            Assert.AreEqual(1000, Numbers(fold.TrainSet).Length + Numbers(fold.TestSet).Length);
    }

    [TestMethod]
    public void A_sampling_key_keeps_rows_together()
    {
        var split = _ml.Data.TrainTestSplit(Data(200), testFraction: 0.5, samplingKeyColumnName: "Text", seed: 1);
        Assert.AreEqual(0, split.TrainSet.GetColumn<string>("Text").Intersect(split.TestSet.GetColumn<string>("Text")).Count());
    }

    [TestMethod]
    public void Rows_survive_a_binary_file()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.rows");
        try
        {
            using (var stream = File.Create(path))
                _ml.Data.SaveAsBinary(Data(6), stream);
            var loaded = _ml.Data.LoadFromBinary(path);
            Assert.AreEqual("Vector<Single, 2>", loaded.Schema["Pair"].Type.ToString());
            CollectionAssert.AreEqual(Numbers(Data(6)), Numbers(loaded));
            CollectionAssert.AreEqual(new[] { "0", "1", "2", "3", "0", "1" }, loaded.GetColumn<string>("Text").ToArray());
            Assert.IsTrue(float.IsNaN(loaded.GetColumn<float[]>("Pair").ElementAt(3)[1]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Rows_come_from_text()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(path, "n,a,b,t\n1.5,2,3,\"x,y\"\n-4,5,?,z\n");
            var data = _ml.Data.LoadFromTextFile(path,
                [new("Number", DataKind.Single, 0), new("Pair", DataKind.Single, 1, 2), new("Text", DataKind.String, 3)],
                separatorChar: ',', hasHeader: true, allowQuoting: true);
            CollectionAssert.AreEqual(new[] { 1.5f, -4 }, Numbers(data));
            CollectionAssert.AreEqual(new[] { "x,y", "z" }, data.GetColumn<string>("Text").ToArray());
            Assert.IsTrue(float.IsNaN(data.GetColumn<float[]>("Pair").ElementAt(1)[1]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class NumberOnly
    {
        public float Number { get; set; }
    }
}
