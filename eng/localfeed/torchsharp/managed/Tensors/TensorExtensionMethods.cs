using System.Globalization;
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

public static class TensorExtensionMethods
{
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static string str(this Tensor tensor, string fltFormat = null, int? width = null, string newLine = null, CultureInfo cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style == TensorStringStyle.Default ? TensorStringStyle.Julia : style, fltFormat, width, cultureInfo, newLine);

    public static string metastr(this Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"Tensors of {type} are not supported."),
    };

    /// <summary>Writes type, shape and elements: the form of TorchSharp's own state files.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        long[] shape = tensor.shape;
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (long length in shape)
            writer.Write7BitEncodedInt64(length);
        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream);
    }

    /// <summary>Closes the stream.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using FileStream stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Fills a tensor from what Save wrote; type and shape must be its own.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        (ScalarType type, long[] shape) = ReadHeader(reader);
        if (!skip && (type != tensor.dtype || !shape.SequenceEqual(tensor.shape)))
        {
            throw new ArgumentException($"The saved tensor is {type} [{string.Join(", ", shape)}]; " +
                $"the tensor to fill is {tensor.dtype} [{string.Join(", ", tensor.shape)}].");
        }
        if (skip)
            Skip(reader, shape.TotalSize() * type.ElementSize());
        else
            tensor.ReadBytesFromStream(reader.BaseStream);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        (ScalarType type, long[] shape) = ReadHeader(reader);
        if (skip)
        {
            Skip(reader, shape.TotalSize() * type.ElementSize());
            return null;
        }
        Tensor tensor = torch.empty(shape, type, CPU);
        tensor.ReadBytesFromStream(reader.BaseStream);
        return tensor;
    }

    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        using Tensor flat = Factory.FromArray(rawArray, null, null, false);
        return Factory.Finish(flat.reshape(dimensions), requires_grad);
    }

    public static Tensor ToTensor<T>(this T scalar, Device device = null, bool requires_grad = false) where T : struct
    {
        using Tensor flat = Factory.FromArray(new[] { scalar }, null, device, false);
        return Factory.Finish(flat.reshape([]), requires_grad);
    }

    public static float ToSingle(this Tensor value) => value.ToScalar().To<float>();
    public static double ToDouble(this Tensor value) => value.ToScalar().To<double>();
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().To<sbyte>();
    public static byte ToByte(this Tensor value) => value.ToScalar().To<byte>();
    public static short ToInt16(this Tensor value) => value.ToScalar().To<short>();
    public static int ToInt32(this Tensor value) => value.ToScalar().To<int>();
    public static long ToInt64(this Tensor value) => value.ToScalar().To<long>();
    public static bool ToBoolean(this Tensor value) => value.ToScalar().To<bool>();
    public static (float Real, float Imaginary) ToComplexFloat32(this Tensor value) => value.ToScalar().To<(float, float)>();
    public static Complex ToComplexFloat64(this Tensor value) => value.ToScalar().To<Complex>();

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, length) => product * length);

    private static (ScalarType, long[]) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        long dimensions = reader.Read7BitEncodedInt64();
        if (!Enum.IsDefined(type) || dimensions is < 0 or > 64)
            throw new InvalidDataException("The data is no saved tensor.");
        var shape = new long[dimensions];
        for (int d = 0; d < shape.Length; d++)
            shape[d] = reader.Read7BitEncodedInt64();
        if (Array.Exists(shape, length => length < 0))
            throw new InvalidDataException("The data is no saved tensor: it has a negative length.");
        return (type, shape);
    }

    private static void Skip(BinaryReader reader, long bytes)
    {
        if (reader.BaseStream.CanSeek)
        {
            reader.BaseStream.Seek(bytes, SeekOrigin.Current);
            return;
        }
        var buffer = new byte[8192];
        while (bytes > 0)
        {
            int read = reader.BaseStream.Read(buffer, 0, (int)Math.Min(bytes, buffer.Length));
            if (read == 0)
                throw new EndOfStreamException("The data ends inside a saved tensor.");
            bytes -= read;
        }
    }
}
