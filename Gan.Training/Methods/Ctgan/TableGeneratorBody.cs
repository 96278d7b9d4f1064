using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using Gan.Training.Tables;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>The layers of a generator of tables: latent, noise and condition to an encoded row of numbers in [-1, 1] and of
/// one-hot blocks (L. Xu et al., "Modeling Tabular Data using Conditional GAN", NeurIPS 2019, section 4.4).</summary>
/// <remarks>
/// A block is a Gumbel softmax (E. Jang, S. Gu, B. Poole, "Categorical Reparameterization with Gumbel-Softmax", ICLR 2017). Its
/// noise is part of the latent vector, so that the same vector gives the same row everywhere: behind the latent stand two
/// standard normal numbers a and b for each place of a block, and -log((a² + b²) / 2) is then Gumbel distributed, for (a² + b²) /
/// 2 is exponentially.
/// </remarks>
internal sealed class TableGeneratorBody : Module<Tensor, Tensor>, IOnnxModule
{
    // Keeps the logarithm finite where both numbers are 0.
    private const double Smallest = 1e-30;

    private readonly Module<Tensor, Tensor> _trunk;
    private readonly int _latentSize;
    private readonly int _scalarStart;
    private readonly int _scalars;
    private readonly int _width;
    private readonly int[] _blocks;
    private readonly double _temperature;

    /// <summary>Wraps the layers.</summary>
    /// <param name="encoding">What the rows are made up of.</param>
    /// <param name="latentSize">Width of the latent without the noise.</param>
    /// <param name="trunk">Takes [batch, latent + condition] to [batch, width of an encoded row]. Owned from here on.</param>
    /// <param name="temperature">The softmax's temperature; above 0.</param>
    public TableGeneratorBody(TableEncoding encoding, int latentSize, Module<Tensor, Tensor> trunk, double temperature)
        : base(nameof(TableGeneratorBody))
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        (_trunk, _latentSize, _temperature) = (trunk, latentSize, temperature);
        (_scalarStart, _scalars, _width) = (encoding.ConditionWidth, encoding.ScalarCount, encoding.Width);
        _blocks = [.. encoding.Blocks.Select(b => b.Block)];
        RegisterComponents();
    }

    /// <summary>Width of the noise: two numbers for each place of a block.</summary>
    public int NoiseSize => 2 * (_width - _scalars);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var places = NoiseSize / 2;
        var first = input.narrow(1, _latentSize, places);
        var second = input.narrow(1, _latentSize + places, places);
        var gumbel = -((first.square() + second.square()) * 0.5 + Smallest).log();
        var start = _latentSize + NoiseSize;
        var raw = MixedPrecision.Full(
            _trunk.call(cat([input.narrow(1, 0, _latentSize), input.narrow(1, start, input.shape[1] - start)], 1))
        );

        var scalarEnd = _scalarStart + _scalars;
        var logits = cat([raw.narrow(1, 0, _scalarStart), raw.narrow(1, scalarEnd, _width - scalarEnd)], 1);
        var heated = (logits + gumbel) / _temperature;
        var parts = new List<Tensor>(_blocks.Length + 1);
        var (from, scalarsDone) = (0, _scalars == 0);
        foreach (var block in _blocks)
        {
            if (!scalarsDone && from == _scalarStart)
                AddScalars();
            parts.Add(heated.narrow(1, from, block).softmax(1));
            from += block;
        }

        if (!scalarsDone)
            AddScalars();
        return cat(parts, 1);

        void AddScalars()
        {
            parts.Add(raw.narrow(1, _scalarStart, _scalars).tanh());
            scalarsDone = true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(inputs);
        var (input, places, start) = (inputs[0], NoiseSize / 2, _latentSize + NoiseSize);
        var first = TableGraph.Columns(writer, input, _latentSize, places);
        var second = TableGraph.Columns(writer, input, _latentSize + places, places);
        var sum = writer.AddElementwise(
            "Add",
            [writer.AddElementwise("Mul", [first, first]), writer.AddElementwise("Mul", [second, second])]
        );
        var halved = writer.AddElementwise("Mul", [sum, writer.AddScalar(path + ".half", 0.5)]);
        var exponential = writer.AddElementwise("Add", [halved, writer.AddScalar(path + ".smallest", Smallest)]);
        var gumbel = writer.AddElementwise("Neg", [writer.AddElementwise("Log", [exponential])]);
        var latent = TableGraph.Columns(writer, input, 0, _latentSize);
        var condition = (int)input.Shape[1] - start;
        var raw = writer.Write(
            _trunk,
            condition == 0 ? latent : writer.Concatenate([latent, TableGraph.Columns(writer, input, start, condition)], 1),
            path + ".trunk"
        );

        var scalarEnd = _scalarStart + _scalars;
        var parts = new List<OnnxValue>();
        if (_scalarStart > 0)
            parts.Add(TableGraph.Columns(writer, raw, 0, _scalarStart));
        if (_width > scalarEnd)
            parts.Add(TableGraph.Columns(writer, raw, scalarEnd, _width - scalarEnd));
        var logits = parts.Count == 1 ? parts[0] : writer.Concatenate(parts, 1);
        var heated = writer.AddElementwise(
            "Div",
            [writer.AddElementwise("Add", [logits, gumbel]), writer.AddScalar(path + ".temperature", _temperature)]
        );
        parts.Clear();
        var from = 0;
        foreach (var block in _blocks)
        {
            if (from == _scalarStart && _scalars > 0)
                AddScalars();
            parts.Add(
                writer.AddElementwise("Softmax", [TableGraph.Columns(writer, heated, from, block)], OnnxAttribute.Of("axis", 1L))
            );
            from += block;
        }

        if (from == _scalarStart && _scalars > 0)
            AddScalars();
        return [parts.Count == 1 ? parts[0] : writer.Concatenate(parts, 1)];

        void AddScalars() => parts.Add(writer.AddElementwise("Tanh", [TableGraph.Columns(writer, raw, _scalarStart, _scalars)]));
    }
}
