using System.Numerics;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number that an operator takes beside tensors. It holds no native memory.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly Value Value;

    internal Scalar(Value value, ScalarType type)
    {
        Value = value;
        Type = type;
    }

    private Scalar(Tag tag, long bits, ScalarType type, double imaginary = 0)
        : this(new Value { Tag = tag, Bits = bits, Imaginary = imaginary }, type)
    {
    }

    public ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => new(Tag.Int, value, ScalarType.Byte);
    public static implicit operator Scalar(sbyte value) => new(Tag.Int, value, ScalarType.Int8);
    public static implicit operator Scalar(short value) => new(Tag.Int, value, ScalarType.Int16);
    public static implicit operator Scalar(int value) => new(Tag.Int, value, ScalarType.Int32);
    public static implicit operator Scalar(long value) => new(Tag.Int, value, ScalarType.Int64);
    public static implicit operator Scalar(Half value) => new(Tag.Double, BitConverter.DoubleToInt64Bits((double)value), ScalarType.Float16);
    public static implicit operator Scalar(float value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value), ScalarType.Float32);
    public static implicit operator Scalar(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value), ScalarType.Float64);
    public static implicit operator Scalar(bool value) => new(Tag.Bool, value ? 1 : 0, ScalarType.Bool);
    public static implicit operator Scalar((float, float) value) => new(Tag.Complex, BitConverter.DoubleToInt64Bits(value.Item1), ScalarType.ComplexFloat32, value.Item2);
    public static implicit operator Scalar(Complex value) => new(Tag.Complex, BitConverter.DoubleToInt64Bits(value.Real), ScalarType.ComplexFloat64, value.Imaginary);

    public void Dispose()
    {
    }

    internal double AsDouble => Value.Tag is Tag.Double or Tag.Complex ? BitConverter.Int64BitsToDouble(Value.Bits) : Value.Bits;

    internal long AsInt64 => Value.Tag is Tag.Double or Tag.Complex ? (long)AsDouble : Value.Bits;

    internal Complex AsComplex => new(AsDouble, Value.Imaginary);

    internal T To<T>() where T : unmanaged
    {
        object value = default(T) switch
        {
            byte => (byte)AsInt64,
            sbyte => (sbyte)AsInt64,
            short => (short)AsInt64,
            int => (int)AsInt64,
            long => AsInt64,
            Half => (Half)AsDouble,
            float => (float)AsDouble,
            double => AsDouble,
            bool => AsDouble != 0,
            ValueTuple<float, float> => ((float)AsDouble, (float)Value.Imaginary),
            Complex => AsComplex,
            _ => throw new NotSupportedException($"A tensor's element cannot be read as {typeof(T).Name}."),
        };
        return (T)value;
    }
}
