using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>A row of several types; all of its values follow from <see cref="Id"/>, so that a test can tell whether a row's
/// columns still belong together.</summary>
internal sealed class TestRow
{
    public long Id { get; set; }

    public int Seed { get; set; }

    public bool Label { get; set; }

    /// <summary>A key, counted from 0 here; missing in every fourth row.</summary>
    [KeyType(3)]
    public uint Kind { get; set; }

    public DateTime When { get; set; }

    public string Name { get; set; } = "";

    public float[] Extra { get; set; } = [];

    public string[] Words { get; set; } = [];

    public VBuffer<float> Sparse { get; set; }

    public VBuffer<float> Features { get; set; }

    /// <summary>Row <paramref name="id"/> for samples of <paramref name="size"/> values; every third one is sparse.</summary>
    public static TestRow Create(long id, int size)
    {
        int i = (int)(id % size);
        return new TestRow
        {
            Id = id,
            Seed = (int)(id * 7 % 1000),
            Label = id % 5 == 0,
            Kind = (uint)(id % 4),
            When = new DateTime(2020, 1, 1).AddHours(id),
            Name = $"row {id}",
            Extra = [id, id * 0.5f, -id],
            Words = [$"a{id}", $"b{id}"],
            Sparse = new VBuffer<float>(1000, 2, [id, -id], [(int)(id % 500), 999]),
            Features =
                id % 3 == 2
                    ? new VBuffer<float>(size, 1, [1f + (id % 16)], [i])
                    : new VBuffer<float>(size, [.. Enumerable.Range(0, size).Select(k => (float)((id * 31 + k * 17) % 17))]),
        };
    }

    /// <summary>Rows 0 to <paramref name="count"/> - 1.</summary>
    public static IDataView View(MLContext ml, int count, int size) =>
        ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(id => Create(id, size)), Definition(size));

    public static SchemaDefinition Definition(int size)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TestRow));
        definition[nameof(Extra)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        definition[nameof(Words)].ColumnType = new VectorDataViewType(TextDataViewType.Instance, 2);
        definition[nameof(Sparse)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1000);
        definition[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        return definition;
    }

    /// <summary>The samples of rows 0 to <paramref name="count"/> - 1, one after the other.</summary>
    public static float[] Samples(int count, int size) =>
        [.. Enumerable.Range(0, count).SelectMany(id => Create(id, size).Features.DenseValues())];
}
