using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An argument of a boxed call. Everything an operator takes converts to it.</summary>
internal readonly struct Arg
{
    /// <summary>The tensor, list, string or generator; it also keeps the object alive during the call.</summary>
    internal readonly object Reference;
    internal readonly long Bits;
    internal readonly double Imaginary;
    internal readonly Tag Tag;

    private Arg(Tag tag, object reference, long bits = 0, double imaginary = 0)
    {
        Tag = reference is null && bits == 0 && tag is not (Tag.Int or Tag.Double or Tag.Bool or Tag.Complex or Tag.Device) ? Tag.None : tag;
        Reference = reference;
        Bits = bits;
        Imaginary = imaginary;
    }

    /// <summary>An argument left out.</summary>
    internal static Arg None => default;

    public static implicit operator Arg(Tensor value) => new(Tag.Tensor, value);
    public static implicit operator Arg(Tensor[] value) => new(Tag.TensorList, value);
    public static implicit operator Arg(int value) => new(Tag.Int, null, value);
    public static implicit operator Arg(long value) => new(Tag.Int, null, value);
    public static implicit operator Arg(long? value) => value is { } number ? number : None;
    public static implicit operator Arg(float value) => (double)value;
    public static implicit operator Arg(double value) => new(Tag.Double, null, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(double? value) => value is { } number ? number : None;
    public static implicit operator Arg(bool value) => new(Tag.Bool, null, value ? 1 : 0);
    public static implicit operator Arg(bool? value) => value is { } flag ? flag : None;
    public static implicit operator Arg(long[] value) => new(Tag.IntList, value);
    public static implicit operator Arg(double[] value) => new(Tag.DoubleList, value);
    public static implicit operator Arg(string value) => new(Tag.String, value);
    public static implicit operator Arg(ScalarType value) => (long)value;
    public static implicit operator Arg(ScalarType? value) => value is { } type ? type : None;
    public static implicit operator Arg(Device value) => value is null ? None : new(Tag.Device, null, value.Packed);
    public static implicit operator Arg(Generator value) => new(Tag.Generator, value);
    public static implicit operator Arg(Scalar value) => value is null ? None : new(value.Value.Tag, null, value.Value.Bits, value.Value.Imaginary);
    public static implicit operator Arg(nn.Reduction value) => (long)value;
}
