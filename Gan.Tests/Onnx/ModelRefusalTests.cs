using System.Text;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Tests.Onnx;

/// <summary>Every way in which a model can be wrong: each gives a sentence that names the file and the cause.</summary>
[TestClass]
public sealed class ModelRefusalTests
{
    public static IEnumerable<object[]> SpoiltModels => ModelEdits.Keys.Select(name => new object[] { name });

    private static readonly Dictionary<string, (Action<ModelProto> Edit, string Cause)> ModelEdits = new()
    {
        ["later IR"] = (m => m.IrVersion = 11, "IR version 11"),
        ["earlier IR"] = (m => m.IrVersion = 3, "IR version 3"),
        ["later opset"] = (m => m.OpsetImport[0].Version = 22, "opset 22"),
        ["earlier opset"] = (m => m.OpsetImport[0].Version = 12, "opset 12"),
        ["other opset"] = (m => m.OpsetImport[0].Domain = "com.example", "'com.example'"),
        ["two opsets"] = (m => m.OpsetImport.Add(m.OpsetImport[0].Clone()), "2 operator sets"),
        ["no opset"] = (m => m.OpsetImport.Clear(), "0 operator sets"),
        ["function"] = (m => m.Functions.Add(new FunctionProto { Name = "f" }), "functions"),
        ["training"] = (m => m.TrainingInfo.Add(new TrainingInfoProto()), "training information"),
        ["no graph"] = (m => m.Graph = null, "no graph"),
        ["sparse"] = (m => m.Graph.SparseInitializer.Add(new SparseTensorProto()), "sparse"),
        ["external"] = (
            m => m.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External,
            "'weights' in another file"
        ),
        ["huge tensor"] = (
            m => m.Graph.Initializer[0].Dims[0] = 1L << 40,
            "tensor 'weights' is of shape [1099511627776, 64], but at most 268435456"
        ),
        ["product beyond all numbers"] = (
            m => m.Graph.Initializer[0].Dims.AddRange([1 << 28, 1 << 28, 1 << 28]),
            "but at most 268435456 values are read"
        ),
        ["negative tensor"] = (m => m.Graph.Initializer[0].Dims[0] = -3, "is of shape [-3, 64]"),
        ["external data"] = (
            m => m.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" }),
            "'weights' in another file"
        ),
        ["domain"] = (m => m.Graph.Node[0].Domain = "com.microsoft", "'com.microsoft'"),
        ["nameless"] = (m => m.Graph.Node.Add(new NodeProto()), "an operator without a name"),
        ["random"] = (m => m.Graph.Node[0].OpType = "RandomNormalLike", "'RandomNormalLike'"),
        ["subgraph"] = (
            m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", G = ByteString.CopyFrom(1, 2) }),
            "a graph inside"
        ),
        ["empty subgraph"] = (
            m =>
                m.Graph.Node[0]
                    .Attribute.Add(new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph }),
            "a graph inside"
        ),
        ["subgraphs"] = (
            m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", Graphs = { ByteString.Empty } }),
            "a graph inside"
        ),
        ["reference"] = (
            m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "a", RefAttrName = "b" }),
            "attribute of a function"
        ),
        ["sparse attribute"] = (
            m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "a", SparseTensor = new SparseTensorProto() }),
            "sparse"
        ),
        ["external attribute"] = (
            m =>
                m.Graph.Node[0]
                    .Attribute.Add(
                        new AttributeProto
                        {
                            Name = "a",
                            T = new TensorProto { Name = "t", DataLocation = TensorProto.Types.DataLocation.External },
                        }
                    ),
            "'t' in another file"
        ),
        ["external attributes"] = (
            m =>
                m.Graph.Node[0]
                    .Attribute.Add(
                        new AttributeProto
                        {
                            Name = "a",
                            Tensors =
                            {
                                new TensorProto { Name = "t", DataLocation = TensorProto.Types.DataLocation.External },
                            },
                        }
                    ),
            "'t' in another file"
        ),
        ["input name"] = (m => m.Graph.Input[0].Name = "latent", "no input named 'z'"),
        ["output name"] = (m => m.Graph.Output[0].Name = "image", "no output named 'x'"),
        ["more inputs"] = (m => m.Graph.Input.Add(new ValueInfoProto { Name = "more" }), "2 inputs"),
        ["more outputs"] = (m => m.Graph.Output.Add(m.Graph.Output[0].Clone()), "2 outputs"),
        ["element type"] = (m => m.Graph.Input[0].Type.TensorType.ElemType = 11, "'z' of another type"),
        ["no type"] = (m => m.Graph.Input[0].Type = null, "'z' of another type"),
        ["no shape"] = (m => m.Graph.Input[0].Type.TensorType.Shape = null, "shape unknown"),
        ["fixed batch"] = (m => m.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = 1, "shape [1, 3]"),
        ["symbolic size"] = (m => m.Graph.Output[0].Type.TensorType.Shape.Dim[3].DimParam = "w", "shape ['batch', 1, 8, 'w']"),
        ["more dimensions"] = (
            m => m.Graph.Input[0].Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 1 }),
            "shape ['batch', 3, 1]"
        ),
    };

    [TestMethod]
    [DynamicData(nameof(SpoiltModels))]
    public void A_model_that_is_wrong_is_refused(string name)
    {
        using var folder = new BundleFolder();
        folder.EditModel("generator.onnx", ModelEdits[name].Edit);
        BundleFolder.AssertRefused(folder.Folder, "generator.onnx", ModelEdits[name].Cause);
    }

    [TestMethod]
    public void Bytes_that_are_no_model_are_refused()
    {
        using var folder = new BundleFolder();
        folder.ReplaceModel("generator.onnx", Encoding.ASCII.GetBytes("<html>not found</html>"));
        BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "is not an ONNX model");
    }

    [TestMethod]
    public void A_model_of_many_tiny_parts_is_refused_before_they_take_memory()
    {
        using var folder = new BundleFolder();
        var model = File.ReadAllBytes(folder.PathOf("generator.onnx"));

        // Field 1 (node) with nothing in it, two bytes each, in field 7 (graph).
        byte[] nodes = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i % 2 == 0 ? 0x0A : 0))];
        folder.ReplaceModel("generator.onnx", [.. model, .. Wrap(7, nodes)]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        BundleFolder.AssertRefused(
            folder.Folder,
            "generator.onnx",
            "beside the raw, float and double values of its initializers, but at most 2097152"
        );

        Assert.IsLessThan(16L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow(5, DisplayName = "int32")]
    [DataRow(7, DisplayName = "int64")]
    [DataRow(11, DisplayName = "uint64")]
    public void A_list_of_tiny_numbers_is_refused_before_it_takes_memory(int field)
    {
        using var folder = new BundleFolder();
        var model = File.ReadAllBytes(folder.PathOf("generator.onnx"));

        // In field 7 (graph) an initializer (5) of numbers of one byte each, which take up to eight in memory.
        byte[] numbers = [.. Enumerable.Repeat((byte)1, 3_000_000)];
        folder.ReplaceModel("generator.onnx", [.. model, .. Wrap(7, Wrap(5, Wrap(field, numbers)))]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "values of its initializers, but at most 2097152");

        Assert.IsLessThan(16L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void The_values_of_initializers_may_be_long()
    {
        var bundle = TinyBundle.Make([3, 128, 128], latentSize: 16, discriminator: false);
        Assert.IsGreaterThan(BundleLimits.GraphBytes, bundle.Manifest.Files[0].Bytes);
    }

    [TestMethod]
    [DataRow("3A 05 0A 00", DisplayName = "a graph that ends too soon")]
    [DataRow("08", DisplayName = "a number that ends too soon")]
    [DataRow("08 FF FF FF FF FF FF FF FF FF FF 01", DisplayName = "a number that is too long")]
    [DataRow("3A FF FF FF FF FF FF FF FF 7F", DisplayName = "a length beyond all files")]
    [DataRow("0D 00 00", DisplayName = "a fixed number that ends too soon")]
    [DataRow("0B 0C", DisplayName = "a group")]
    [DataRow("3A 04 2A 02 4A 01", DisplayName = "a tensor whose values end too soon")]
    public void Bytes_that_break_off_are_refused(string appended)
    {
        using var folder = new BundleFolder();
        var model = File.ReadAllBytes(folder.PathOf("generator.onnx"));
        var bytes = Convert.FromHexString(appended.Replace(" ", "", StringComparison.Ordinal));
        folder.ReplaceModel("generator.onnx", [.. model, .. bytes]);
        BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "is not an ONNX model");
    }

    [TestMethod]
    public void Deeply_nested_messages_are_refused_or_not_looked_into()
    {
        using var folder = new BundleFolder();
        var model = File.ReadAllBytes(folder.PathOf("generator.onnx"));

        // A million groups, one inside the other (field 3, wire type 3), which the format does not even have.
        folder.ReplaceModel("generator.onnx", [.. model, .. Enumerable.Repeat((byte)0x1B, 1_000_000)]);
        BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "is not an ONNX model");

        // Graphs inside operators inside graphs: field 5 (attribute) in field 1 (node) of field 6 (graph), thousands deep.
        var nested = Array.Empty<byte>();
        for (var depth = 0; depth < 5_000; depth++)
            nested = Wrap(1, [.. Wrap(4, "If"u8.ToArray()), .. Wrap(5, Wrap(6, nested))]);
        folder.ReplaceModel("generator.onnx", [.. model, .. Wrap(7, nested)]);
        BundleFolder.AssertRefused(folder.Folder, "generator.onnx", "a graph inside");
    }

    private static byte[] Wrap(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }
}
