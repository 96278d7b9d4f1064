using System.Diagnostics.CodeAnalysis;

namespace Gan.Onnx.Graphs;

/// <summary>What one element of a graph's input or output is.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are ONNX's names of the types.")]
public enum OnnxElementType
{
    /// <summary>32-bit IEEE 754 floating point.</summary>
    Float,

    /// <summary>64-bit signed integer.</summary>
    Int64,
}
