using Gan.MLNet;
using Gan.Onnx;
using Gan.Tests.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Everything that ML.NET does with a transformer, with every transformer.</summary>
[TestClass]
public sealed class TransformerContractTests
{
    private const int Rows = 300,
        Size = TransformerCases.Size;

    private readonly MLContext _ml = new(seed: 1);

    private static IEnumerable<object[]> Cases => TransformerCases.Names;

    private static IEnumerable<object[]> BundleCases => TransformerCases.BundleNames;

    private (ITransformer Model, IDataView Input, IDataView Output, DataViewSchema.Column[] Added) Fit(
        string name,
        int rows = Rows
    )
    {
        IDataView input = TestRow.View(_ml, rows, Size);
        ITransformer model = TransformerCases.Make(name, _ml).Fit(input);
        IDataView output = model.Transform(input);
        return (model, input, output, ModelOutput.Added(input.Schema, output.Schema));
    }

    private static void AssertSame(IEnumerable<(long Id, float[] Values)> expected, IEnumerable<(long Id, float[] Values)> actual)
    {
        var (left, right) = (expected.OrderBy(r => r.Id).ToArray(), actual.OrderBy(r => r.Id).ToArray());
        CollectionAssert.AreEqual(left.Select(r => r.Id).ToArray(), right.Select(r => r.Id).ToArray());
        ViewReader.AssertRowsEqual([.. left.Select(r => r.Values)], [.. right.Select(r => r.Values)], 1e-3f);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Schemas_shapes_and_previews_agree_and_read_no_row_before_a_cursor_moves(string name)
    {
        var (model, input, output, added) = Fit(name);
        ShapeAssert.Agrees(TransformerCases.Make(name, _ml), input);
        DataViewSchema schema = model.GetOutputSchema(input.Schema);
        CollectionAssert.AreEqual(
            output.Schema.Select(c => (c.Name, c.Type)).ToArray(),
            schema.Select(c => (c.Name, c.Type)).ToArray()
        );
        Assert.AreEqual(added.Length, schema.Count - input.Schema.Count);
        DataDebuggerPreview preview = output.Preview(maxRows: 5);
        Assert.HasCount(5, preview.RowView);
        Assert.HasCount(schema.Count, preview.ColumnView);

        IDataView unreadable = _ml.Data.LoadFromEnumerable(Unreadable(), TestRow.Definition(Size));
        IDataView lazy = TransformerCases.Make(name, _ml).Fit(unreadable).Transform(unreadable);
        using DataViewRowCursor cursor = lazy.GetRowCursor(lazy.Schema);
        Assert.AreEqual(-1, cursor.Position);
        (model as IDisposable)?.Dispose();
    }

    private static IEnumerable<TestRow> Unreadable()
    {
        Assert.Fail("a row was read");
        yield break;
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Cursor_sets_shuffles_caches_and_parallel_readers_see_the_same_rows(string name)
    {
        var (model, input, output, added) = Fit(name);
        List<(long, float[])> expected = ModelOutput.ById(output, added);
        Assert.HasCount(Rows, expected);

        DataViewRowCursor[] set = output.GetRowCursorSet(
            output.Schema.Where(c => c.Name == "Id" || added.Any(a => a.Index == c.Index)),
            4
        );
        AssertSame(expected, set.SelectMany(cursor => ModelOutput.ById(cursor, added)));
        Array.ForEach(set, cursor => cursor.Dispose());

        IDataView cached = model.Transform(_ml.Data.Cache(input));
        Assert.IsTrue(cached.CanShuffle);
        List<(long Id, float[])> shuffled = ModelOutput.ById(cached, added, new Random(3));
        Assert.IsFalse(
            shuffled.Select(r => r.Id).SequenceEqual(expected.Select(r => r.Item1)),
            "The rows come in another order."
        );
        AssertSame(expected, shuffled);
        if (added.All(c => c.Type is PrimitiveDataViewType or VectorDataViewType))
            AssertSame(expected, ModelOutput.ById(_ml.Data.Cache(output), added));

        Parallel.For(0, 4, _ => AssertSame(expected, ModelOutput.ById(output, added)));
        (model as IDisposable)?.Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Rows_one_by_one_from_many_mappers_at_once_get_what_batches_get(string name)
    {
        var (model, input, output, added) = Fit(name, rows: 40);
        List<(long, float[])> expected = ModelOutput.ById(output, added);
        Assert.IsTrue(model.IsRowToRowMapper);
        Parallel.For(
            0,
            4,
            _ =>
            {
                IRowToRowMapper mapper = model.GetRowToRowMapper(input.Schema);
                CollectionAssert.Contains(
                    mapper.GetDependencies(added).Select(c => c.Name).ToArray(),
                    TransformerCases.InputOf(name)
                );
                using DataViewRowCursor cursor = input.GetRowCursor(input.Schema);
                using DataViewRow row = mapper.GetRow(cursor, mapper.OutputSchema);
                Func<float[]> read = ModelOutput.Reader(row, added);
                var rows = new List<(long, float[])>();
                while (cursor.MoveNext())
                    rows.Add((cursor.Position, read()));
                AssertSame(expected, rows);
            }
        );
        (model as IDisposable)?.Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Permuted_missing_and_no_rows(string name)
    {
        var (model, input, output, added) = Fit(name);
        IDataView permuted = _ml.Transforms.SelectColumns("Seed", "Features", "Extra", "Name", "Id").Fit(input).Transform(input);
        IDataView other = model.Transform(permuted);
        AssertSame(ModelOutput.ById(output, added), ModelOutput.ById(other, ModelOutput.Added(permuted.Schema, other.Schema)));

        IDataView missing = _ml.Transforms.DropColumns(TransformerCases.InputOf(name)).Fit(input).Transform(input);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(missing));
        StringAssert.StartsWith(e.Message, $"Could not find input column '{TransformerCases.InputOf(name)}'. The input has: ");

        IDataView none = model.Transform(TestRow.View(_ml, 0, Size));
        Assert.HasCount(0, ModelOutput.ById(none, ModelOutput.Added(input.Schema, none.Schema)));
        (model as IDisposable)?.Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Cross_validation_fits_it_in_every_fold(string name)
    {
        var pipeline = TransformerCases
            .Make(name, _ml)
            .Append(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Label", "Features"));
        var folds = _ml.BinaryClassification.CrossValidateNonCalibrated(
            TestRow.View(_ml, Rows, Size),
            pipeline,
            numberOfFolds: 2
        );
        Assert.HasCount(2, folds);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Saved_alone_and_in_a_chain_it_computes_the_same_bytes_in_another_process(string name)
    {
        var (model, input, _, _) = Fit(name);
        using var folder = new TestFolder();
        string alone = folder["alone.zip"],
            chained = folder["chained.zip"];
        _ml.Model.Save(model, input.Schema, alone);
        CollectionAssert.AreEqual(ModelOutput.Compute(_ml, model, Size), FreshProcess.Apply(alone));

        ITransformer chain = _ml
            .Transforms.NormalizeMeanVariance("Features")
            .Append(TransformerCases.Make(name, _ml))
            .Append(_ml.Transforms.CopyColumns("Copy", "Extra"))
            .Fit(input);
        _ml.Model.Save(chain, input.Schema, chained);
        CollectionAssert.AreEqual(ModelOutput.Compute(_ml, chain, Size), FreshProcess.Apply(chained));
    }

    [TestMethod]
    [DynamicData(nameof(BundleCases))]
    public void A_damaged_bundle_and_a_later_version_are_refused_in_a_sentence(string name)
    {
        var (model, input, _, _) = Fit(name);
        using var folder = new TestFolder();
        string path = folder["model.zip"];
        _ml.Model.Save(model, input.Schema, path);
        ModelZip.Rewrite(
            path,
            "/Bundle",
            bytes =>
            {
                bytes[bytes.Length / 2] ^= 0x40;
                return bytes;
            }
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new MLContext().LoadGanModel(path, out _)).Message,
            " is damaged: "
        );

        _ml.Model.Save(model, input.Schema, path);
        ModelZip.RaiseVersion(path, ((BatchTransformer)model).ModelIdentity);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new MLContext().LoadGanModel(path, out _)).Message,
            " was written by a later version of Gan.MLNet"
        );
    }

    [TestMethod]
    [DynamicData(nameof(BundleCases))]
    public void Disposed_it_has_released_its_network(string name)
    {
        var (model, _, output, added) = Fit(name, rows: 3);
        Assert.HasCount(3, ModelOutput.ById(output, added));
        ((IDisposable)model).Dispose();
        ((IDisposable)model).Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => ModelOutput.ById(output, added));
    }
}
