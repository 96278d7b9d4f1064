using Gan.Onnx;
using Gan.Onnx.Graphs.Wire;

namespace Gan.Training.Networks.Imported;

/// <summary>One operator of an ONNX file with its attributes.</summary>
/// <param name="Wire">What the file says.</param>
/// <param name="Origin">Where the file comes from, for messages.</param>
internal sealed record OnnxNode(NodeProto Wire, string Origin)
{
    /// <summary>The operator's name.</summary>
    public string Kind => Wire.OpType;

    /// <summary>A whole number; a default where it is left out.</summary>
    public long Whole(string name, long otherwise) => Find(name)?.I ?? otherwise;

    /// <summary>A number; a default where it is left out.</summary>
    public double Number(string name, double otherwise) => Find(name)?.F ?? otherwise;

    /// <summary>Whole numbers; a default where they are left out.</summary>
    public long[] Wholes(string name, params long[] otherwise) => Find(name) is { } found ? [.. found.Ints] : otherwise;

    /// <summary>A word; a default where it is left out.</summary>
    public string Word(string name, string otherwise) => Find(name)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>A constant; null where there is none.</summary>
    public TensorProto? Constant(string name) => Find(name)?.T;

    /// <summary>Refuses what an attribute says, unless it says one thing.</summary>
    /// <exception cref="GanException">It says another.</exception>
    public void RequireWhole(string name, long value, long otherwise)
    {
        if (Whole(name, otherwise) is var said && said != value)
            throw Refuse($"has {name}={said}, and only {name}={value} is read");
    }

    /// <summary>A refusal that names the operator and the value that it gives.</summary>
    public GanException Refuse(string problem) =>
        new($"The operator {Kind} of the network {Origin}, which gives '{Wire.Output.FirstOrDefault()}', {problem}.");

    private AttributeProto? Find(string name) => Wire.Attribute.FirstOrDefault(a => a.Name == name);
}
