using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Gan.Tests.Packages.MLNet;

/// <summary>A transformer as other libraries write them: it multiplies a column, and reaches ML.NET's persistence by reflection.</summary>
internal sealed class DoublingTransformer(string input, string output, float factor) : ITransformer
{
    public const string LoaderSignature = "DoublingTest";

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new Mapper(this, inputSchema).OutputSchema;

    public IDataView Transform(IDataView data) => new View(data, new Mapper(this, data.Schema));

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var context = typeof(ModelSaveContext);
        var version = context.Assembly.GetType("Microsoft.ML.VersionInfo", throwOnError: true)!.GetConstructors(Any)[0]
            .Invoke(["DOUBLING", 1u, 1u, 1u, typeof(DoublingTransformer).Assembly.GetName().Name, LoaderSignature, null]);
        context.GetMethod("SetVersionInfo", Any)!.Invoke(ctx, [version]);
        context.GetMethod("SaveBinaryStream", Any)!.Invoke(ctx, ["Names", (Action<BinaryWriter>)(writer =>
        {
            writer.Write(input);
            writer.Write(output);
        })]);
        ((BinaryWriter)context.GetField("Writer", Any)!.GetValue(ctx)!).Write(factor);
    }

    private static DoublingTransformer Create(IHostEnvironment env, object ctx)
    {
        Assert.IsNotNull(env);
        var context = ctx.GetType();
        context.GetMethod("CheckAtModel", Any, [])!.Invoke(ctx, null);
        var factor = ((BinaryReader)context.GetField("Reader", Any)!.GetValue(ctx)!).ReadSingle();
        DoublingTransformer? loaded = null;
        var found = (bool)context.GetMethod("TryLoadBinaryStream", Any)!.Invoke(ctx, ["Names", (Action<BinaryReader>)(reader =>
            loaded = new DoublingTransformer(reader.ReadString(), reader.ReadString(), factor))])!;
        Assert.IsTrue(found);
        return loaded!;
    }

    private sealed class Mapper : IRowToRowMapper
    {
        private readonly DoublingTransformer _owner;

        public Mapper(DoublingTransformer owner, DataViewSchema inputSchema)
        {
            _owner = owner;
            InputSchema = inputSchema;
            var builder = new DataViewSchema.Builder();
            builder.AddColumns(inputSchema);
            builder.AddColumn(owner.Output, NumberDataViewType.Single);
            OutputSchema = builder.ToSchema();
        }

        public float Factor => _owner.Factor;

        public DataViewSchema InputSchema { get; }

        public DataViewSchema OutputSchema { get; }

        public DataViewSchema.Column Source => InputSchema[_owner.Input];

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            dependingColumns.Select(column => column.Index < InputSchema.Count ? InputSchema[column.Index] : Source).DistinctBy(column => column.Index).ToArray();

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
            new Row(this, input, [.. activeColumns.Select(column => column.Index)]);
    }

    private string Input => input;

    private string Output => output;

    private float Factor => factor;

    private sealed class Row(Mapper mapper, DataViewRow input, HashSet<int> active) : DataViewRow
    {
        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Getter<TValue>(mapper, input, column);
    }

    private static ValueGetter<TValue> Getter<TValue>(Mapper mapper, DataViewRow input, DataViewSchema.Column column)
    {
        if (column.Index < mapper.InputSchema.Count)
            return input.GetGetter<TValue>(mapper.InputSchema[column.Index]);
        var source = input.GetGetter<float>(mapper.Source);
        ValueGetter<float> multiply = (ref float value) =>
        {
            source(ref value);
            value *= mapper.Factor;
        };
        return (ValueGetter<TValue>)(Delegate)multiply;
    }

    private sealed class View(IDataView source, Mapper mapper) : IDataView
    {
        public bool CanShuffle => source.CanShuffle;

        public DataViewSchema Schema => mapper.OutputSchema;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            var needed = columnsNeeded.ToArray();
            return new Cursor(mapper, source.GetRowCursor(mapper.GetDependencies(needed), rand), [.. needed.Select(column => column.Index)]);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor(Mapper mapper, DataViewRowCursor input, HashSet<int> active) : DataViewRowCursor
    {
        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Getter<TValue>(mapper, input, column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
