using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class CursorTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Data(int rows = 4) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, rows).Select(i => new PlainRow { Number = i, Pair = [i, -i], Text = $"row {i}", Flag = i % 2 == 0 }).ToArray());

    [TestMethod]
    public void A_cursor_counts_its_rows_and_knows_which_columns_are_active()
    {
        var data = Data();
        using var cursor = data.GetRowCursor([data.Schema["Number"]]);
        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsTrue(cursor.IsColumnActive(data.Schema["Number"]));
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["Flag"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<bool>(data.Schema["Flag"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(data.Schema["Number"]));
        var getter = cursor.GetGetter<float>(data.Schema["Number"]);
        for (var i = 0; i < 4; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(i, cursor.Position);
            var value = float.NaN;
            getter(ref value);
            Assert.AreEqual(i, value);
        }
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1L, cursor.Position);
    }

    [TestMethod]
    public void Nothing_is_read_before_a_cursor_moves_and_each_cursor_reads_anew()
    {
        var made = 0;
        IEnumerable<PlainRow> Rows()
        {
            for (var i = 0; i < 3; i++)
            {
                made++;
                yield return new PlainRow { Number = i };
            }
        }
        var data = _ml.Data.LoadFromEnumerable(Rows());
        var mapped = _ml.Transforms.CopyColumns("Copy", "Number").Fit(data).Transform(data);
        Assert.AreEqual(0, made);
        Assert.AreEqual(3, mapped.GetColumn<float>("Copy").Count());
        Assert.AreEqual(3, mapped.GetColumn<float>("Copy").Count());
        Assert.AreEqual(6, made);
    }

    [TestMethod]
    public void Every_row_has_an_id_of_its_own_that_a_cached_shuffle_keeps()
    {
        var cached = _ml.Data.Cache(Data(50));
        var plain = Ids(cached.GetRowCursor(cached.Schema));
        var shuffled = Ids(cached.GetRowCursor(cached.Schema, new Random(3)));
        Assert.AreEqual(50, plain.Keys.Distinct().Count());
        CollectionAssert.AreNotEqual(plain.Values.ToArray(), shuffled.Values.ToArray());
        foreach (var (id, number) in shuffled)
            Assert.AreEqual(plain[id], number);
    }

    [TestMethod]
    public void A_set_of_cursors_gives_each_row_once()
    {
        var data = _ml.Transforms.CopyColumns("Copy", "Number").Fit(Data(100)).Transform(Data(100));
        var seen = new List<float>();
        foreach (var cursor in data.GetRowCursorSet([data.Schema["Copy"]], 3))
            using (cursor)
            {
                var getter = cursor.GetGetter<float>(cursor.Schema["Copy"]);
                while (cursor.MoveNext())
                {
                    var value = 0f;
                    getter(ref value);
                    seen.Add(value);
                }
            }
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).Select(i => (float)i).ToArray(), seen);
    }

    [TestMethod]
    public void Objects_come_back()
    {
        var rows = _ml.Data.CreateEnumerable<PlainRow>(Data(3), reuseRowObject: false).ToArray();
        Assert.AreEqual("row 2", rows[2].Text);
        CollectionAssert.AreEqual(new float[] { 1, -1 }, rows[1].Pair);
        Assert.AreNotSame(rows[0].Pair, rows[1].Pair);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Data.CreateEnumerable<ScoredPoint>(Data(), false).ToArray());
        StringAssert.Contains(error.Message, "Label");
    }

    private static Dictionary<DataViewRowId, float> Ids(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            var id = cursor.GetIdGetter();
            var number = cursor.GetGetter<float>(cursor.Schema["Number"]);
            var ids = new Dictionary<DataViewRowId, float>();
            while (cursor.MoveNext())
            {
                DataViewRowId key = default;
                var value = 0f;
                id(ref key);
                number(ref value);
                ids.Add(key, value);
            }
            return ids;
        }
    }
}
