using Gan.MLNet;
using Gan.Tests.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Writing;
using Microsoft.ML;
using Microsoft.ML.Data;
using ParquetSharp;

namespace Gan.Tests.Training.Tables.Writing;

/// <summary>Rows that are made as they are written: what is in memory does not depend on how many there are.</summary>
[TestClass]
public sealed class FlatMemoryTests
{
    private const int Groups = 4,
        Count = (Groups - 1) * ParquetRows.MaximumRows + 1000;

    private readonly MLContext _ml = new(seed: 1);

    private sealed class Seen
    {
        [ColumnName("amount")]
        public int Amount { get; set; }
    }

    private sealed class SeenVector
    {
        [VectorType(16)]
        public float[] Features { get; set; } = [];
    }

    [TestMethod]
    public void Generated_rows_of_a_table_are_written_in_flat_memory_and_are_the_view_s()
    {
        using var folder = new TestFolder();
        using var rows = _ml.Data.GenerateTableWithGan(TinyTableBundle.Make([]), Count, seed: 3);
        var heap = Write<Seen>(rows, folder["rows.parquet"]);
        // All of them would be 3 million bytes of numbers and 10 million of texts.
        IsFlat(heap, 4 << 20);
        using var file = new ParquetFileReader(folder["rows.parquet"]);
        Assert.AreEqual((Groups, (long)Count), (file.FileMetaData.NumRowGroups, file.FileMetaData.NumRows));
        CollectionAssert.AreEqual(
            rows.GetColumn<string>("colour").Select(t => t.Length == 0 ? null : t).ToArray(),
            Read<string?>(file, 0)
        );
        CollectionAssert.AreEqual(rows.GetColumn<bool>("vip").Cast<bool?>().ToArray(), Read<bool?>(file, 1));
        CollectionAssert.AreEqual(rows.GetColumn<int>("amount").Cast<int?>().ToArray(), Read<int?>(file, 2));
    }

    [TestMethod]
    public void Generated_vectors_and_their_scores_are_written_in_flat_memory_and_are_the_view_s()
    {
        using var folder = new TestFolder();
        var bundle = TinyBundle.Make([16]);
        using var rows = _ml.Data.GenerateWithGan(bundle, Count);
        using var scorer = _ml.Transforms.ApplyGanAnomalyScorer(bundle).Fit(rows);
        var scored = scorer.Transform(rows);
        var heap = Write<SeenVector>(scored, folder["rows.parquet"]);
        // All of them would be 12 million bytes, without what holds them.
        IsFlat(heap, 4 << 20);
        using var file = new ParquetFileReader(folder["rows.parquet"]);
        var places = Enumerable
            .Range(0, file.FileMetaData.Schema.NumColumns)
            .ToDictionary(i => file.FileMetaData.Schema.Column(i).Path.ToDotVector()[0]);
        CollectionAssert.AreEqual(scored.GetColumn<float>("Score").Cast<float?>().ToArray(), Read<float?>(file, places["Score"]));
        CollectionAssert.AreEqual(
            scored.GetColumn<float[]>("Features").SelectMany(v => v).Cast<float?>().ToArray(),
            Read<float?[]>(file, places["Features"]).SelectMany(v => v).ToArray()
        );
    }

    /// <summary>Writes a view.</summary>
    /// <returns>The bytes in use at the end of each full row group.</returns>
    private List<long> Write<TSeen>(IDataView rows, string path)
        where TSeen : class, new()
    {
        var (heap, seen) = (new List<long>(), 0);
        _ml.Data.SaveAsParquet(
            _ml.Data.FilterByCustomPredicate<TSeen>(
                rows,
                _ =>
                {
                    // The first row of each group, where the one before was written.
                    if (seen++ % ParquetRows.MaximumRows == 0 && seen > 1)
                        heap.Add(GC.GetTotalMemory(forceFullCollection: true));
                    return false;
                }
            ),
            path
        );
        return heap;
    }

    private static void IsFlat(List<long> heap, long bound)
    {
        Assert.HasCount(Groups - 1, heap);
        Assert.IsLessThan(heap[0] + bound, heap[^1], string.Join(", ", heap));
    }

    private static T[] Read<T>(ParquetFileReader file, int column) =>
        [
            .. Enumerable
                .Range(0, file.FileMetaData.NumRowGroups)
                .SelectMany(i =>
                {
                    using var group = file.RowGroup(i);
                    using var reader = group.Column(column).LogicalReader<T>();
                    return reader.ReadAll((int)group.MetaData.NumRows);
                }),
        ];
}
