using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;
using Google.Protobuf.Collections;
using static Gan.Onnx.Graphs.Wire.AttributeProto.Types;

namespace Gan.Onnx.Bundles;

/// <summary>Checks that a model file is self-contained, runs nothing but standard operators, and looks as the manifest
/// says.</summary>
internal sealed class ModelRules
{
    /// <summary>The ONNX file format versions that are read: those of the opsets below.</summary>
    private const int MinIrVersion = 7,
        MaxIrVersion = 10;

    /// <summary>The versions of the standard operators that are read.</summary>
    private const int MinOpset = 13,
        MaxOpset = 21;

    // Noise is an input: a model that draws its own would answer differently each time.
    private static readonly HashSet<string> RandomOperators = new(StringComparer.Ordinal)
    {
        "Bernoulli",
        "Multinomial",
        "RandomNormal",
        "RandomNormalLike",
        "RandomUniform",
        "RandomUniformLike",
    };

    private static readonly MessageParser<ModelProto> Parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    private readonly string _file;
    private readonly BundleOrigin _origin;

    private ModelRules(string file, BundleOrigin origin) => (_file, _origin) = (file, origin);

    /// <exception cref="GanException">The first rule that is broken.</exception>
    public static void Check(BundleManifest manifest, string file, byte[] bytes, BundleOrigin origin)
    {
        var rules = new ModelRules(file, origin);
        var model = rules.Parse(bytes);
        rules.CheckModel(model);
        rules.CheckGraph(model.Graph);
        var ports = ModelPorts.Of(manifest, file);
        rules.CheckValues(model.Graph.Input, "input", ports.Inputs);
        rules.CheckValues(model.Graph.Output, "output", ports.Outputs);
    }

    private ModelProto Parse(byte[] bytes)
    {
        var length = ModelWire.GraphBytes(bytes) ?? throw NoModel(null);
        if (length > BundleLimits.GraphBytes)
        {
            throw Broken(
                $"takes {length} bytes beside the raw, float and double values of its initializers, but at most "
                    + $"{BundleLimits.GraphBytes} are read"
            );
        }

        try
        {
            return Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw NoModel(e);
        }
    }

    private void CheckModel(ModelProto model)
    {
        if (model.IrVersion is < MinIrVersion or > MaxIrVersion)
            throw Broken($"is in ONNX IR version {model.IrVersion}, but versions {MinIrVersion} to {MaxIrVersion} are read");
        foreach (var opset in model.OpsetImport)
        {
            if (!IsStandard(opset.Domain))
                throw Broken($"uses operators of domain {BundleOrigin.Quote(opset.Domain)}, but only standard operators are run");
            if (opset.Version is < MinOpset or > MaxOpset)
                throw Broken($"is in opset {opset.Version}, but opsets {MinOpset} to {MaxOpset} are read");
        }

        if (model.OpsetImport.Count != 1)
            throw Broken($"names {model.OpsetImport.Count} operator sets, but must name one");
        if (model.Functions.Count > 0)
            throw Broken("defines functions of its own, but only standard operators are run");
        if (model.TrainingInfo.Count > 0)
            throw Broken("holds training information, but a bundle is for inference only");
        if (model.Graph is null)
            throw Broken("holds no graph");
    }

    private void CheckGraph(GraphProto graph)
    {
        if (graph.SparseInitializer.Count > 0)
            throw Broken("holds sparse tensors, but only dense ones are read");
        foreach (var tensor in graph.Initializer)
            CheckTensor(tensor);
        foreach (var node in graph.Node)
        {
            var name = $"operator {BundleOrigin.Quote(node.OpType)}";
            if (node.OpType.Length == 0)
                throw Broken("holds an operator without a name");
            if (!IsStandard(node.Domain))
                throw Broken($"uses {name} of domain {BundleOrigin.Quote(node.Domain)}, but only standard operators are run");
            if (RandomOperators.Contains(node.OpType))
                throw Broken($"uses {name}, but noise must be an input of the model");
            foreach (var attribute in node.Attribute)
                CheckAttribute(name, attribute);
        }
    }

    private void CheckAttribute(string owner, AttributeProto attribute)
    {
        if (attribute.Type is AttributeType.Graph or AttributeType.Graphs || attribute.G.Length > 0 || attribute.Graphs.Count > 0)
            throw Broken($"uses {owner} with a graph inside it, but control flow is not run");
        if (attribute.SparseTensor is not null || attribute.SparseTensors.Count > 0)
            throw Broken($"uses {owner} with a sparse tensor, but only dense ones are read");
        if (attribute.RefAttrName.Length > 0)
            throw Broken($"uses {owner} with an attribute of a function, but only standard operators are run");
        if (attribute.T is { } tensor)
            CheckTensor(tensor);
        foreach (var item in attribute.Tensors)
            CheckTensor(item);
    }

    private void CheckTensor(TensorProto tensor)
    {
        if (tensor.ExternalData.Count > 0 || tensor.DataLocation is not TensorProto.Types.DataLocation.Default)
            throw Broken($"keeps tensor {BundleOrigin.Quote(tensor.Name)} in another file, but a bundle's model is one file");
        long size = 1;
        foreach (var length in tensor.Dims)
        {
            if (length is < 0 or > BundleLimits.TensorSize || (size *= length) > BundleLimits.TensorSize)
            {
                throw Broken(
                    $"says that tensor {BundleOrigin.Quote(tensor.Name)} is of shape "
                        + $"[{string.Join(", ", tensor.Dims.Take(8))}], but at most "
                        + $"{BundleLimits.TensorSize} values are read"
                );
            }
        }
    }

    private void CheckValues(RepeatedField<ValueInfoProto> values, string kind, IReadOnlyList<ModelPort> expected)
    {
        foreach (var port in expected)
        {
            var (name, shape) = (port.Name, port.Shape);
            var value = values.FirstOrDefault(v => v.Name == name) ?? throw Broken($"has no {kind} named '{name}'");
            var type = port.IsInteger ? TensorProto.Types.DataType.Int64 : TensorProto.Types.DataType.Float;
            if (value.Type?.TensorType?.ElemType != (int)type)
                throw Broken($"has {kind} '{name}' of another type than {(port.IsInteger ? "int64" : "float32")} tensor");
            var dimensions = value.Type.TensorType.Shape?.Dim;
            if (
                dimensions is null
                || dimensions.Count != shape.Count + 1
                || HasFixedLength(dimensions[0])
                || !shape.Select((length, i) => Suits(dimensions[i + 1], port.IsFree(i) ? null : length)).All(suits => suits)
            )
            {
                throw Broken(
                    $"has {kind} '{name}' of shape {Describe(dimensions)}, but gan.json says "
                        + $"[{string.Join(", ", shape.Select((n, i) => port.IsFree(i) ? "free" : $"{n}").Prepend("batch"))}]"
                );
            }
        }

        if (values.Count != expected.Count)
            throw Broken($"has {values.Count} {kind}s, but must have {expected.Count}");
    }

    private static bool Suits(TensorShapeProto.Types.Dimension dimension, int? length) =>
        length is null ? !HasFixedLength(dimension) : dimension.DimValue == length;

    private static bool HasFixedLength(TensorShapeProto.Types.Dimension dimension) =>
        dimension.ValueCase is TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue;

    private static string Describe(RepeatedField<TensorShapeProto.Types.Dimension>? dimensions)
    {
        const int Shown = 8;
        if (dimensions is null)
            return "unknown";
        var lengths = dimensions.Take(Shown).Select(d => HasFixedLength(d) ? $"{d.DimValue}" : BundleOrigin.Quote(d.DimParam));
        return $"[{string.Join(", ", lengths)}{(dimensions.Count > Shown ? ", …" : "")}]";
    }

    private static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    private GanException NoModel(Exception? cause) =>
        _origin.Refuse($"{_file} is not an ONNX model: its bytes cannot be parsed; {BundleOrigin.FetchAgain}", cause);

    private GanException Broken(string problem) => _origin.Refuse($"{_file} {problem}; {_origin.MakeAgain}");
}
