using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>The cursor that reads ahead: whatever is done with the view, each row keeps its own columns and score.</summary>
[TestClass]
public sealed class LookAheadTests
{
    private const int Size = 64;

    private static readonly GanBundle Bundle = TinyBundle.Make();

    private readonly MLContext _ml = new(seed: 1);

    private AnomalyScorerTransformer Scorer(IDataView view, int batchSize = 256)
    {
        var settings = new SessionSettings { BatchSize = batchSize, Threads = 1 };
        return _ml.Transforms.ApplyGanAnomalyScorer(Bundle, settings: settings).Fit(view);
    }

    /// <summary>Reads every column of every row and compares them with what the row's id says.</summary>
    private static List<long> CheckRows(IDataView view)
    {
        var ids = new List<long>();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        DataViewSchema schema = view.Schema;
        var id = cursor.GetGetter<long>(schema["Id"]);
        var seed = cursor.GetGetter<int>(schema["Seed"]);
        var label = cursor.GetGetter<bool>(schema["Label"]);
        var when = cursor.GetGetter<DateTime>(schema["When"]);
        var name = cursor.GetGetter<ReadOnlyMemory<char>>(schema["Name"]);
        var extra = cursor.GetGetter<VBuffer<float>>(schema["Extra"]);
        var words = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(schema["Words"]);
        var sparse = cursor.GetGetter<VBuffer<float>>(schema["Sparse"]);
        var features = cursor.GetGetter<VBuffer<float>>(schema["Features"]);
        var score = cursor.GetGetter<float>(schema["Score"]);
        var predicted = cursor.GetGetter<bool>(schema["PredictedLabel"]);
        long idValue = 0;
        int seedValue = 0;
        bool labelValue = false,
            predictedValue = false;
        DateTime whenValue = default;
        ReadOnlyMemory<char> nameValue = default;
        VBuffer<float> extraValue = default,
            sparseValue = default,
            featuresValue = default;
        VBuffer<ReadOnlyMemory<char>> wordsValue = default;
        float scoreValue = 0;
        while (cursor.MoveNext())
        {
            id(ref idValue);
            seed(ref seedValue);
            label(ref labelValue);
            when(ref whenValue);
            name(ref nameValue);
            extra(ref extraValue);
            words(ref wordsValue);
            sparse(ref sparseValue);
            features(ref featuresValue);
            score(ref scoreValue);
            predicted(ref predictedValue);
            TestRow expected = TestRow.Create(idValue, Size);
            Assert.AreEqual(ids.Count, cursor.Position);
            Assert.AreEqual(expected.Seed, seedValue);
            Assert.AreEqual(expected.Label, labelValue);
            Assert.AreEqual(expected.When, whenValue);
            Assert.AreEqual(expected.Name, nameValue.ToString());
            CollectionAssert.AreEqual(expected.Extra, extraValue.DenseValues().ToArray());
            CollectionAssert.AreEqual(expected.Words, wordsValue.DenseValues().Select(w => w.ToString()).ToArray());
            Assert.IsFalse(sparseValue.IsDense, "a sparse vector stays sparse");
            CollectionAssert.AreEqual(expected.Sparse.DenseValues().ToArray(), sparseValue.DenseValues().ToArray());
            float[] sample = [.. expected.Features.DenseValues()];
            CollectionAssert.AreEqual(sample, featuresValue.DenseValues().ToArray());
            Assert.AreEqual(TinyBundle.ExpectedScore(sample), scoreValue, 1e-4f);
            Assert.AreEqual(scoreValue > TinyBundle.Threshold, predictedValue);
            ids.Add(idValue);
        }

        Assert.IsFalse(cursor.MoveNext(), "the end is the end");
        return ids;
    }

    [TestMethod]
    [DataRow(0, 256)]
    [DataRow(1, 256)]
    [DataRow(255, 256)]
    [DataRow(256, 256)]
    [DataRow(257, 256)]
    [DataRow(1000, 256)]
    [DataRow(1000, 1)]
    [DataRow(1000, 7)]
    public void Every_row_keeps_its_columns(int rows, int batchSize)
    {
        IDataView input = TestRow.View(_ml, rows, Size);
        using AnomalyScorerTransformer scorer = Scorer(input, batchSize);
        CollectionAssert.AreEqual(Enumerable.Range(0, rows).Select(i => (long)i).ToList(), CheckRows(scorer.Transform(input)));
    }

    [TestMethod]
    public void Shuffled_before_taken_filtered_and_cached_rows_keep_their_columns()
    {
        IDataView input = TestRow.View(_ml, 600, Size);
        using AnomalyScorerTransformer scorer = Scorer(input);

        List<long> before = CheckRows(scorer.Transform(_ml.Data.ShuffleRows(input, seed: 3)));
        Assert.HasCount(600, before.Distinct());
        CollectionAssert.AreNotEqual(before.Order().ToList(), before);
        List<long> after = CheckRows(_ml.Data.ShuffleRows(scorer.Transform(input), seed: 3));
        Assert.HasCount(600, after.Distinct());
        CollectionAssert.AreNotEqual(after.Order().ToList(), after);
        Assert.HasCount(300, CheckRows(_ml.Data.TakeRows(scorer.Transform(input), 300)));
        Assert.HasCount(300, CheckRows(scorer.Transform(_ml.Data.TakeRows(input, 300))));
        Assert.AreEqual(100, CheckRows(_ml.Data.SkipRows(scorer.Transform(input), 100))[0]);
        IDataView numbered = _ml
            .Transforms.Conversion.ConvertType("Number", "Id", Microsoft.ML.Data.DataKind.Single)
            .Fit(input)
            .Transform(input);
        Assert.HasCount(200, CheckRows(_ml.Data.FilterRowsByColumn(scorer.Transform(numbered), "Number", 100, 300)));
        Assert.HasCount(200, CheckRows(scorer.Transform(_ml.Data.FilterRowsByColumn(numbered, "Number", 100, 300))));
        IDataView cached = _ml.Data.Cache(scorer.Transform(input));
        Assert.HasCount(600, CheckRows(cached));
        Assert.HasCount(600, CheckRows(cached));
    }

    [TestMethod]
    public void Row_ids_and_batches_are_those_of_the_input()
    {
        IDataView input = TestRow.View(_ml, 300, Size);
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        using DataViewRowCursor expected = input.GetRowCursor([]),
            actual = output.GetRowCursor([output.Schema["Score"]]);
        ValueGetter<DataViewRowId> expectedId = expected.GetIdGetter(),
            actualId = actual.GetIdGetter();
        DataViewRowId a = default,
            b = default;
        Assert.AreEqual(-1, actual.Position);
        while (expected.MoveNext())
        {
            Assert.IsTrue(actual.MoveNext());
            expectedId(ref a);
            actualId(ref b);
            Assert.AreEqual(a, b);
            Assert.AreEqual(expected.Position, actual.Position);
            Assert.AreEqual(expected.Batch, actual.Batch);
        }

        Assert.IsFalse(actual.MoveNext());
        Assert.AreEqual(-1, actual.Position);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<InvalidOperationException>(() => actualId(ref b)).Message,
            "The cursor is not on a row"
        );
    }

    [TestMethod]
    public void A_reader_may_change_the_vectors_it_gets()
    {
        IDataView input = TestRow.View(_ml, 4, Size);
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        using DataViewRowCursor cursor = output.GetRowCursor(output.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(output.Schema["Features"]);
        VBuffer<float> first = default,
            second = default;
        cursor.MoveNext();
        getter(ref first);
        VBufferEditor.CreateFromBuffer(ref first).Values.Fill(-1);
        getter(ref second);
        CollectionAssert.AreEqual(TestRow.Create(0, Size).Features.DenseValues().ToArray(), second.DenseValues().ToArray());
    }

    [TestMethod]
    public void A_column_that_cannot_be_copied_stays_in_step()
    {
        var input = new OpaqueColumnView(TestRow.View(_ml, 300, Size));
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        using DataViewRowCursor cursor = output.GetRowCursor(output.Schema);
        ValueGetter<object> opaque = cursor.GetGetter<object>(output.Schema[OpaqueColumnView.Name]);
        ValueGetter<float> score = cursor.GetGetter<float>(output.Schema["Score"]);
        object position = "";
        float value = 0;
        for (long row = 0; cursor.MoveNext(); row++)
        {
            opaque(ref position);
            score(ref value);
            Assert.AreEqual(row, position);
            Assert.AreEqual(TinyBundle.ExpectedScore([.. TestRow.Create(row, Size).Features.DenseValues()]), value, 1e-4f);
        }

        Assert.AreEqual(300, input.RowsRead);
    }

    [TestMethod]
    public void A_window_is_read_ahead_when_scores_are_wanted_and_only_then()
    {
        var input = new OpaqueColumnView(TestRow.View(_ml, 300, Size));
        using AnomalyScorerTransformer scorer = Scorer(input, batchSize: 100);
        IDataView output = scorer.Transform(input);
        using (DataViewRowCursor cursor = output.GetRowCursor([output.Schema["Score"]]))
            cursor.MoveNext();
        Assert.AreEqual(100, input.RowsRead);
        using (DataViewRowCursor cursor = output.GetRowCursor([output.Schema["Id"]]))
            cursor.MoveNext();
        Assert.AreEqual(101, input.RowsRead);
    }

    [TestMethod]
    public void Nothing_is_computed_for_a_reader_of_other_columns()
    {
        IDataView input = TestRow.View(_ml, 300, Size);
        AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        scorer.Dispose(); // from here on, whatever needs the network throws
        Assert.HasCount(300, ViewReader.Column<long>(output, "Id"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => ViewReader.Column<float>(output, "Score"));
    }

    [TestMethod]
    public void A_cursor_set_gives_every_row_once()
    {
        IDataView input = TestRow.View(_ml, 700, Size);
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        var ids = new List<long>();
        foreach (DataViewRowCursor cursor in output.GetRowCursorSet([output.Schema["Id"], output.Schema["Score"]], 4))
        {
            using (cursor)
            {
                ValueGetter<long> getter = cursor.GetGetter<long>(output.Schema["Id"]);
                long id = 0;
                while (cursor.MoveNext())
                {
                    getter(ref id);
                    ids.Add(id);
                }
            }
        }

        CollectionAssert.AreEquivalent(Enumerable.Range(0, 700).Select(i => (long)i).ToList(), ids);
    }

    [TestMethod]
    public void Cursors_side_by_side_do_not_disturb_each_other()
    {
        IDataView input = TestRow.View(_ml, 500, Size);
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        Parallel.For(0, 4, _ => Assert.HasCount(500, CheckRows(output)));
    }

    [TestMethod]
    public void Preview_and_binary_files_show_the_same_rows()
    {
        IDataView input = TestRow.View(_ml, 300, Size);
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        DataDebuggerPreview preview = output.Preview(maxRows: 5);
        Assert.HasCount(5, preview.RowView);
        Assert.AreEqual(
            TinyBundle.ExpectedScore(TestRow.Samples(1, Size)),
            (float)preview.RowView[0].Values.Single(v => v.Key == "Score").Value,
            1e-4f
        );

        using var stream = new MemoryStream();
        _ml.Data.SaveAsBinary(output, stream);
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, stream.ToArray());
            IDataView loaded = _ml.Data.LoadFromBinary(file);
            CollectionAssert.AreEqual(ViewReader.Column<float>(output, "Score"), ViewReader.Column<float>(loaded, "Score"));
            CollectionAssert.AreEqual(ViewReader.Column<long>(output, "Id"), ViewReader.Column<long>(loaded, "Id"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void A_row_that_cannot_be_computed_throws_when_it_is_reached()
    {
        TestRow[] rows = [.. Enumerable.Range(0, 20).Select(id => TestRow.Create(id, Size))];
        float[] bad = [.. rows[12].Features.DenseValues()];
        bad[9] = float.NaN;
        rows[12].Features = new VBuffer<float>(Size, bad);
        IDataView input = _ml.Data.LoadFromEnumerable(rows, TestRow.Definition(Size));
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        Assert.HasCount(12, ViewReader.Column<float>(_ml.Data.TakeRows(output, 12), "Score"));
        var e = Assert.ThrowsExactly<GanException>(() => ViewReader.Column<float>(output, "Score"));
        StringAssert.StartsWith(e.Message, "Column 'Features', row 12 (counted from 0): element 9 is NaN (a missing value).");
    }

    [TestMethod]
    public void A_getter_refuses_a_wrong_type_and_a_column_that_was_not_asked_for()
    {
        IDataView input = TestRow.View(_ml, 3, Size);
        using AnomalyScorerTransformer scorer = Scorer(input);
        IDataView output = scorer.Transform(input);
        using DataViewRowCursor cursor = output.GetRowCursor([output.Schema["Score"]]);
        Assert.IsTrue(cursor.IsColumnActive(output.Schema["Score"]));
        Assert.IsFalse(cursor.IsColumnActive(output.Schema["Id"]));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(output.Schema["Score"])).Message,
            "Column 'Score' is Single and gives System.Single, not System.Double."
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<long>(output.Schema["Id"])).Message,
            "Column 'Id' was not asked for"
        );
    }
}
