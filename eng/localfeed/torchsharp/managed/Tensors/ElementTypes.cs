using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Which tensor type a .NET type is.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<Type, ScalarType> Known = new()
    {
        [typeof(byte)] = ScalarType.Byte,
        [typeof(sbyte)] = ScalarType.Int8,
        [typeof(short)] = ScalarType.Int16,
        [typeof(int)] = ScalarType.Int32,
        [typeof(long)] = ScalarType.Int64,
        [typeof(Half)] = ScalarType.Float16,
        [typeof(float)] = ScalarType.Float32,
        [typeof(double)] = ScalarType.Float64,
        [typeof((float, float))] = ScalarType.ComplexFloat32,
        [typeof(Complex)] = ScalarType.ComplexFloat64,
        [typeof(bool)] = ScalarType.Bool,
    };

    internal static ScalarType? Of<T>() => Of(typeof(T));

    internal static ScalarType? Of(Type type) => Known.TryGetValue(type, out ScalarType known) ? known : null;
}
