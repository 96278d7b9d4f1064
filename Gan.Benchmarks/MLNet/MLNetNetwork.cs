using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Benchmarks.MLNet;

/// <summary>A network that is run through ML.NET and without it, over the same rows.</summary>
internal abstract class MLNetNetwork : IDisposable
{
    /// <summary>How many rows those are given at most who run them one by one: each of more would take as long.</summary>
    public const int Few = 10_000;

    /// <param name="bundle">The bundle with the network.</param>
    /// <param name="file">Which of its models the network is; of one input.</param>
    /// <param name="input">The name of the model's input.</param>
    /// <param name="shape">The shape of a row of it.</param>
    /// <param name="given">The rows.</param>
    /// <param name="rows">How many there are.</param>
    protected MLNetNetwork(GanBundle bundle, string file, string input, IReadOnlyList<int> shape, float[] given, int rows)
    {
        (Bundle, Input, Given, Rows) = (bundle, input, given, rows);
        Model = bundle.GetModel(file).ToArray();
        View = Load([.. shape], rows);
        FewView = rows > Few ? Load([.. shape], Few) : View;
    }

    /// <summary>What it is called in tables.</summary>
    public abstract string Name { get; }

    /// <summary>The context of everything that runs it.</summary>
    public MLContext ML { get; } = new(1);

    /// <summary>The model's bytes.</summary>
    public byte[] Model { get; }

    /// <summary>The model's input, and the column of the views with its rows.</summary>
    public string Input { get; }

    /// <summary>The model's output that is wanted.</summary>
    public abstract string Output { get; }

    /// <summary>The column in which the project's transformer gives it.</summary>
    public abstract string Column { get; }

    /// <summary>Whether the project's transformer reads the views' column: a generator's draws the latents itself.</summary>
    public abstract bool ReadsInput { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The rows, in memory.</summary>
    public IDataView View { get; }

    /// <summary>The first of them, <see cref="Few"/> at most.</summary>
    public IDataView FewView { get; }

    /// <summary>How many values the output of a row has.</summary>
    public abstract int Width { get; }

    protected GanBundle Bundle { get; }

    protected float[] Given { get; }

    /// <summary>Makes the project's transformer that runs it.</summary>
    public abstract BatchTransformer CreateTransformer(SessionSettings settings);

    /// <summary>Runs all rows without ML.NET.</summary>
    public abstract void RunSession(float[] results);

    /// <summary>Measures one row at a time; null where that is not done.</summary>
    /// <param name="transformer">What the prediction engine runs.</param>
    /// <param name="rounds">Rounds of the comparison.</param>
    public virtual OneRowResult? MeasureOneRow(BatchTransformer transformer, int rounds) => null;

    public abstract void Dispose();

    private IDataView Load(int[] shape, int rows)
    {
        var width = Given.Length / Rows;
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, shape);
        schema[0].ColumnName = Input;
        var loaded = Enumerable.Range(0, rows).Select(row => new Row { Values = Given[(row * width)..((row + 1) * width)] });
        return ML.Data.Cache(ML.Data.LoadFromEnumerable(loaded, schema), Input);
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
