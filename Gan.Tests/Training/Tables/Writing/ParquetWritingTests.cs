using Gan.Training.Tables;
using Gan.Training.Tables.Writing;
using Microsoft.ML;
using Microsoft.ML.Data;
using ParquetSharp;

namespace Gan.Tests.Training.Tables.Writing;

/// <summary>Views written as Parquet files, read by Arrow's reader, which knows nothing of who wrote them.</summary>
[TestClass]
public sealed class ParquetWritingTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public float Single { get; set; }

        public double Double { get; set; }

        public sbyte SByte { get; set; }

        public byte Byte { get; set; }

        public short Int16 { get; set; }

        public ushort UInt16 { get; set; }

        public int Int32 { get; set; }

        public uint UInt32 { get; set; }

        public long Int64 { get; set; }

        public ulong UInt64 { get; set; }

        public bool Boolean { get; set; }

        public string Text { get; set; } = "";

        public DateTime Date { get; set; }

        public DateTimeOffset Moment { get; set; }

        [VectorType(3)]
        public float[] Vector { get; set; } = [];

        public VBuffer<float> Sparse { get; set; }
    }

    private static readonly Row[] Rows =
    [
        new()
        {
            Single = 0.1f,
            Double = 0.1,
            SByte = sbyte.MinValue,
            Byte = byte.MaxValue,
            Int16 = short.MinValue,
            UInt16 = ushort.MaxValue,
            Int32 = int.MinValue,
            UInt32 = uint.MaxValue,
            Int64 = long.MinValue,
            UInt64 = ulong.MaxValue,
            Boolean = true,
            Text = "Zürich, \"東京\" \n",
            Date = new DateTime(2026, 11, 29, 20, 15, 30).AddTicks(1_234_560),
            Moment = new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(2)),
            Vector = [1, float.NaN, -3.5f],
            Sparse = new VBuffer<float>(5, 2, [7f, float.NaN], [1, 4]),
        },
        new()
        {
            Single = float.NaN,
            Double = double.NaN,
            Vector = [0, 0, float.PositiveInfinity],
            Sparse = new VBuffer<float>(0, []),
        },
    ];

    [TestMethod]
    public void Every_type_keeps_its_own_and_what_is_missing_is_null()
    {
        using var folder = new TestFolder();
        _ml.Data.SaveAsParquet(_ml.Data.LoadFromEnumerable(Rows), folder["new/all.parquet"]);
        CollectionAssert.AreEqual(
            new[] { folder["new/all.parquet"] },
            Directory.GetFileSystemEntries(folder["new"]),
            "nothing temporary is left"
        );
        _ml.Data.SaveAsParquet(_ml.Data.LoadFromEnumerable(Rows), folder["again.parquet"]);
        CollectionAssert.AreEqual(
            File.ReadAllBytes(folder["new/all.parquet"]),
            File.ReadAllBytes(folder["again.parquet"]),
            "the same rows, the same bytes"
        );
        using var file = new ParquetFileReader(folder["new/all.parquet"]);
        using var group = file.RowGroup(0);
        Assert.AreEqual((1, 2L), (file.FileMetaData.NumRowGroups, file.FileMetaData.NumRows));

        void Holds<T>(int column, string name, T first, T second)
        {
            using var reader = group.Column(column).LogicalReader<T>();
            Assert.AreEqual(name, file.FileMetaData.Schema.Column(column).Path.ToDotVector()[0]);
            CollectionAssert.AreEqual(new[] { first, second }, reader.ReadAll(2), name);
        }

        Holds<float?>(0, "Single", 0.1f, null);
        Holds<double?>(1, "Double", 0.1, null);
        Holds<sbyte?>(2, "SByte", sbyte.MinValue, 0);
        Holds<byte?>(3, "Byte", byte.MaxValue, 0);
        Holds<short?>(4, "Int16", short.MinValue, 0);
        Holds<ushort?>(5, "UInt16", ushort.MaxValue, 0);
        Holds<int?>(6, "Int32", int.MinValue, 0);
        Holds<uint?>(7, "UInt32", uint.MaxValue, 0);
        Holds<long?>(8, "Int64", long.MinValue, 0);
        Holds<ulong?>(9, "UInt64", ulong.MaxValue, 0);
        Holds<bool?>(10, "Boolean", true, false);
        Holds<string?>(11, "Text", Rows[0].Text, null);
        Holds<DateTime?>(12, "Date", Rows[0].Date, null);
        Holds<DateTime?>(13, "Moment", new DateTime(2025, 12, 31, 23, 0, 0), null);
        var texts = file.FileMetaData.Schema.Column(11);
        Assert.AreEqual((PhysicalType.ByteArray, LogicalTypeEnum.String), (texts.PhysicalType, texts.LogicalType.Type));
        Assert.AreEqual((false, TimeUnit.Micros), Timestamp(12));
        Assert.AreEqual((true, TimeUnit.Micros), Timestamp(13));
        using var vectors = group.Column(14).LogicalReader<float?[]>();
        Lists(
            [
                [1, null, -3.5f],
                [0, 0, float.PositiveInfinity],
            ],
            vectors.ReadAll(2)
        );
        using var sparse = group.Column(15).LogicalReader<float?[]>();
        Lists(
            [
                [0, 7, 0, 0, null],
                [],
            ],
            sparse.ReadAll(2)
        );

        (bool, TimeUnit) Timestamp(int column)
        {
            var type = (TimestampLogicalType)file.FileMetaData.Schema.Column(column).LogicalType;
            return (type.IsAdjustedToUtc, type.TimeUnit);
        }

        static void Lists(float?[][] expected, float?[][] found)
        {
            for (var i = 0; i < expected.Length; i++)
                CollectionAssert.AreEqual(expected[i], found[i]);
        }
    }

    private sealed class Keyed
    {
        public string Town { get; set; } = "";

        public int Size { get; set; }

        [KeyType(4)]
        public byte Bare { get; set; }

        public DateTime Day { get; set; }
    }

    [TestMethod]
    public void Keys_are_written_as_what_they_stand_for()
    {
        using var folder = new TestFolder();
        Keyed[] rows =
        [
            new()
            {
                Town = "Oslo",
                Size = 40,
                Bare = 1,
                Day = new DateTime(2026, 1, 2),
            },
            new()
            {
                Town = "Bern",
                Size = 36,
                Bare = 0,
                Day = new DateTime(2026, 1, 1),
            },
            new()
            {
                Town = "Rome",
                Size = 40,
                Bare = 4,
                Day = new DateTime(2026, 1, 2),
            },
        ];
        var view = _ml.Data.LoadFromEnumerable(rows);
        var mapped = _ml
            .Transforms.Conversion.MapValueToKey("Town")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Size"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Day"))
            .Fit(_ml.Data.TakeRows(view, 2))
            .Transform(view);
        _ml.Data.SaveAsParquet(mapped, folder["keys.parquet"]);
        using var file = new ParquetFileReader(folder["keys.parquet"]);
        using var group = file.RowGroup(0);
        CollectionAssert.AreEquivalent(
            new[] { "Town", "Size", "Bare", "Day" },
            Enumerable.Range(0, 4).Select(i => file.FileMetaData.Schema.Column(i).Name).ToArray(),
            "columns that others took the place of are not written"
        );
        // Rome was in no row that the keys were learned of.
        Holds<string?>("Town", ["Oslo", "Bern", null]);
        Holds<int?>("Size", [40, 36, 40]);
        // A key of an object is a number from 0 on; 4 is none of four.
        Holds<long?>("Bare", [1, 0, null]);
        Holds<DateTime?>("Day", [.. rows.Select(r => (DateTime?)r.Day)]);

        void Holds<T>(string name, T[] expected)
        {
            var place = Enumerable.Range(0, 4).Single(i => file.FileMetaData.Schema.Column(i).Name == name);
            using var reader = group.Column(place).LogicalReader<T>();
            CollectionAssert.AreEqual(expected, reader.ReadAll(3), name);
        }
    }

    private sealed class Customer
    {
        public float Age { get; set; }

        public string Country { get; set; } = "";

        public DateTime Since { get; set; }

        public bool Churned { get; set; }
    }

    [TestMethod]
    public void A_table_that_is_read_back_is_the_table_that_was_written()
    {
        using var folder = new TestFolder();
        var view = _ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 300)
                .Select(i => new Customer
                {
                    Age = i % 7 == 0 ? float.NaN : 18 + i % 50 + 0.5f,
                    Country = (i % 3) switch
                    {
                        0 => "Norway",
                        1 => "Côte d'Ivoire",
                        _ => "",
                    },
                    Since = new DateTime(2020, 1, 1).AddDays(i),
                    Churned = i % 5 == 0,
                })
        );
        _ml.Data.SaveAsParquet(view, folder["table.parquet"]);
        var (written, read) = (Table.FromDataView(view), Table.FromFile(folder["table.parquet"]));
        CollectionAssert.AreEqual(written.Columns.Select(c => c.Name).ToArray(), read.Columns.Select(c => c.Name).ToArray());
        foreach (var column in new[] { "Age", "Country", "Since" })
        {
            CollectionAssert.AreEqual(written.Column(column).Values, read.Column(column).Values, column);
            CollectionAssert.AreEqual(written.Column(column).Categories?.ToArray(), read.Column(column).Categories?.ToArray());
        }

        CollectionAssert.AreEqual(new[] { "false", "true" }, read.Column("Churned").Categories!.ToArray());
        Assert.AreEqual("yyyy-MM-dd", read.Column("Since").Date!.Format);
    }

    [TestMethod]
    public void Row_groups_end_by_their_rows_and_by_their_bytes()
    {
        using var folder = new TestFolder();
        CollectionAssert.AreEqual(
            new long[] { ParquetRows.MaximumRows, 1 },
            Write(new ParquetColumn<int?>("i"), Enumerable.Range(0, ParquetRows.MaximumRows + 1).Select(i => (int?)i))
        );
        // Each text takes a little more than 16 MiB in memory.
        var text = new string('x', 8 << 20);
        CollectionAssert.AreEqual(new long[] { 4, 2 }, Write(new ParquetColumn<string?>("s"), Enumerable.Repeat(text, 6)));
        CollectionAssert.AreEqual(Array.Empty<long>(), Write(new ParquetColumn<int?>("i"), []));

        long[] Write<T>(ParquetColumn<T> column, IEnumerable<T> values)
        {
            ParquetRows.Write(
                folder["groups.parquet"],
                [column],
                rows =>
                {
                    foreach (var value in values)
                    {
                        column.Add(value);
                        rows.EndRow();
                    }
                }
            );
            using var file = new ParquetFileReader(folder["groups.parquet"]);
            return
            [
                .. Enumerable
                    .Range(0, file.FileMetaData.NumRowGroups)
                    .Select(i =>
                    {
                        using var group = file.RowGroup(i);
                        return group.MetaData.NumRows;
                    }),
            ];
        }
    }
}
