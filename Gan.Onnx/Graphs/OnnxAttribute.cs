using System.Diagnostics.CodeAnalysis;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Onnx.Graphs;

/// <summary>A named attribute of an operator, such as <c>axis</c> of Concat or <c>strides</c> of Conv.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "ONNX calls it an attribute; it is no System.Attribute.")]
public readonly struct OnnxAttribute
{
    private readonly AttributeProto? _proto;

    private OnnxAttribute(AttributeProto proto)
    {
        ArgumentException.ThrowIfNullOrEmpty(proto.Name, "name");
        _proto = proto;
    }

    /// <summary>The attribute's name as the operator's specification spells it; empty for a default value.</summary>
    public string Name => _proto?.Name ?? "";

    /// <summary>An integer attribute.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static OnnxAttribute Of(string name, long value) =>
        new(
            new AttributeProto
            {
                Name = name,
                I = value,
                Type = AttributeProto.Types.AttributeType.Int,
            }
        );

    /// <summary>A float attribute.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static OnnxAttribute Of(string name, float value) =>
        new(
            new AttributeProto
            {
                Name = name,
                F = value,
                Type = AttributeProto.Types.AttributeType.Float,
            }
        );

    /// <summary>A string attribute, stored as UTF-8.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static OnnxAttribute Of(string name, string value) =>
        new(
            new AttributeProto
            {
                Name = name,
                S = ByteString.CopyFromUtf8(value),
                Type = AttributeProto.Types.AttributeType.String,
            }
        );

    /// <summary>A list of integers; the values are copied.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static OnnxAttribute Of(string name, ReadOnlySpan<long> values)
    {
        var proto = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        proto.Ints.AddRange(values);
        return new OnnxAttribute(proto);
    }

    /// <summary>A list of floats; the values are copied.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static OnnxAttribute Of(string name, ReadOnlySpan<float> values)
    {
        var proto = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
        proto.Floats.AddRange(values);
        return new OnnxAttribute(proto);
    }

    internal AttributeProto ToProto() =>
        _proto?.Clone() ?? throw new ArgumentException("An attribute is made with OnnxAttribute.Of; this one has no name.");
}
