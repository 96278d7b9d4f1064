using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>A network that gives greys chroma, and what makes colours of both: from greys [batch, 1, height, width] in [-1, 1] to
/// colours [batch, 3, height, width] in [-1, 1] of the same lightness.</summary>
internal sealed class Colorizer : nn.Module<Tensor, Tensor>, IOnnxModule, IAnySize
{
    private readonly nn.Module<Tensor, Tensor> _chroma;

    /// <summary>Wraps the network.</summary>
    /// <param name="chroma">From greys to a and b over <see cref="LabColor.Scale"/>, [batch, 2, height, width], of any size from
    /// a smallest one on. Owned from here on.</param>
    public Colorizer(nn.Module<Tensor, Tensor> chroma)
        : base(nameof(Colorizer))
    {
        _chroma = chroma;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public int SmallestSide => ((IAnySize)_chroma).SmallestSide;

    /// <summary>The network's a and b over <see cref="LabColor.Scale"/>, in single precision.</summary>
    /// <param name="grey">Greys [batch, 1, height, width] in [-1, 1].</param>
    public Tensor Chroma(Tensor grey) => MixedPrecision.Full(_chroma.call(grey));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => LabColor.Colour(input, Chroma(input));

    /// <inheritdoc/>
    public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(inputs);
        var chroma = writer.Write(_chroma, inputs[0], path + ".chroma");
        return [LabColor.WriteColour(writer, inputs[0], chroma, path + ".lab")];
    }
}
