using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Writing;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Training.Tables.Writing;

/// <summary>Parquet files that are not to be written, or not to the end: what stood there stays.</summary>
[TestClass]
public sealed class ParquetRefusalTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public float Number { get; set; }
    }

    private sealed class Odd
    {
        public float Fine { get; set; }

        public TimeSpan Duration { get; set; }

        [VectorType(2)]
        public double[] Doubles { get; set; } = [];

        [VectorType(2)]
        public string[] Words { get; set; } = [];
    }

    [TestMethod]
    [DataRow(nameof(Odd.Duration), "TimeSpan")]
    [DataRow(nameof(Odd.Doubles), "Vector<Double, 2>")]
    [DataRow(nameof(Odd.Words), "Vector<String, 2>")]
    public void Other_types_are_refused_by_name_before_a_row_is_read(string column, string type)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["there.parquet"], "as it was");
        var rows = _ml.Data.LoadFromEnumerable(Unread());
        var view = _ml.Transforms.SelectColumns("Fine", column).Fit(rows).Transform(rows);
        var message = Assert
            .ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.SaveAsParquet(view, folder["there.parquet"]))
            .Message;
        StringAssert.Contains(message, $"'{column}'");
        StringAssert.Contains(message, $"got {type}");
        Assert.AreEqual("as it was", File.ReadAllText(folder["there.parquet"]));

        static IEnumerable<Odd> Unread()
        {
            Assert.Fail("A row was read.");
            yield break;
        }
    }

    [TestMethod]
    public void A_view_that_fails_leaves_the_file_as_it_was()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["there.parquet"], "as it was");
        var message = Assert
            .Throws<Exception>(() => _ml.Data.SaveAsParquet(_ml.Data.LoadFromEnumerable(Failing()), folder["there.parquet"]))
            .Message;
        StringAssert.Contains(message, "no more rows");
        Assert.AreEqual("as it was", File.ReadAllText(folder["there.parquet"]));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.Path));

        static IEnumerable<Row> Failing()
        {
            for (var i = 0; i < ParquetRows.MaximumRows + 10; i++)
                yield return new Row { Number = i };
            throw new InvalidOperationException("There are no more rows.");
        }
    }

    [TestMethod]
    public void What_is_stopped_leaves_the_file_as_it_was()
    {
        using var folder = new TestFolder();
        using var stop = new CancellationTokenSource();
        File.WriteAllText(folder["there.parquet"], "as it was");
        var view = _ml.Data.LoadFromEnumerable(Endless());
        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.Data.SaveAsParquet(view, folder["there.parquet"], stop.Token));
        Assert.AreEqual("as it was", File.ReadAllText(folder["there.parquet"]));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.Path));

        IEnumerable<Row> Endless()
        {
            for (var i = 0; ; i++)
            {
                if (i == 100)
                    stop.Cancel();
                yield return new Row { Number = i };
            }
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1000)]
    public void A_disk_that_is_full_is_said_so(int room)
    {
        var column = new ParquetColumn<int?>("i");
        using var stream = new FullStream(room);
        var message = Assert
            .ThrowsExactly<GanException>(() =>
                ParquetRows.Write(
                    stream,
                    "rows.parquet",
                    [column],
                    rows =>
                    {
                        for (var i = 0; i < 2 * ParquetRows.MaximumRows; i++)
                        {
                            column.Add(i);
                            rows.EndRow();
                        }
                    }
                )
            )
            .Message;
        Assert.AreEqual("The file 'rows.parquet' could not be written: No space left on device", message);
    }

    private sealed class FullStream(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > room)
                throw new IOException("No space left on device");
            base.Write(buffer, offset, count);
        }
    }
}
