using Gan.Onnx.Graphs.Wire;

namespace Gan.Onnx.Graphs;

/// <summary>Writes down name, element type and shape of an input or output.</summary>
internal static class ValueDescription
{
    /// <param name="name">Its name.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="free">Names of the last dimensions where those are known only when the model runs; their lengths in the shape
    /// are passed over.</param>
    /// <exception cref="ArgumentException">The name is empty or a dimension is not positive.</exception>
    public static ValueInfoProto Of(
        string name,
        OnnxElementType type,
        ReadOnlySpan<long> shape,
        IReadOnlyList<string>? free = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var dimensions = new TensorShapeProto();
        for (var i = 0; i < shape.Length; i++)
        {
            var position = i - shape.Length + (free?.Count ?? 0);
            var symbol =
                i == 0 && shape[i] == OnnxGraphBuilder.BatchDimension ? "batch"
                : position >= 0 ? free![position]
                : null;
            if (symbol is null && shape[i] < 1)
                throw new ArgumentException($"Dimension {i} of '{name}' is {shape[i]}; it must be positive.", nameof(shape));
            dimensions.Dim.Add(
                symbol is not null
                    ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                    : new TensorShapeProto.Types.Dimension { DimValue = shape[i] }
            );
        }

        var element = type switch
        {
            OnnxElementType.Float => TensorProto.Types.DataType.Float,
            OnnxElementType.Int64 => TensorProto.Types.DataType.Int64,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type."),
        };
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)element, Shape = dimensions };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }
}
