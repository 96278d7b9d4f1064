using System.Runtime.InteropServices;
using Gan.Onnx;
using Gan.Onnx.Graphs.Wire;
using Gan.Training.Native;
using static TorchSharp.torch;
using DataType = Gan.Onnx.Graphs.Wire.TensorProto.Types.DataType;

namespace Gan.Training.Networks.Imported;

/// <summary>The constant tensors of an ONNX file.</summary>
internal static class OnnxConstants
{
    /// <summary>A constant as a tensor of float32 or int64 on the CPU.</summary>
    /// <param name="constant">What the file says.</param>
    /// <param name="origin">Where the file comes from, for messages.</param>
    /// <exception cref="GanException">It is of another type, lies in another file, or has not as many values as its shape
    /// says.</exception>
    public static Tensor Read(TensorProto constant, string origin)
    {
        if (constant.DataLocation == TensorProto.Types.DataLocation.External || constant.ExternalData.Count > 0)
            throw Refuse("lies in another file; save the network with its weights inside");
        long[] shape = [.. constant.Dims];
        switch ((DataType)constant.DataType)
        {
            case DataType.Float:
                float[] floats =
                    constant.RawData.Length > 0
                        ? MemoryMarshal.Cast<byte, float>(constant.RawData.Span).ToArray()
                        : [.. constant.FloatData];
                Require(floats.Length);
                return NativeTensor.Of(floats, shape);
            case DataType.Int64:
                long[] longs =
                    constant.RawData.Length > 0
                        ? MemoryMarshal.Cast<byte, long>(constant.RawData.Span).ToArray()
                        : [.. constant.Int64Data];
                Require(longs.Length);
                return tensor(longs, shape);
            default:
                throw Refuse($"is of type {(DataType)constant.DataType}; only float32 and int64 are read");
        }

        void Require(int values)
        {
            if (shape.Aggregate(1L, (product, n) => product * n) != values)
                throw Refuse($"has {values} values for the shape [{string.Join(", ", shape)}]");
        }

        GanException Refuse(string problem) => new($"The constant '{constant.Name}' of the network {origin} {problem}.");
    }
}
