using System.Numerics;

namespace Gan.Onnx.Inference;

/// <summary>
/// Logarithm, sine and cosine from IEEE 754 double addition, multiplication and division alone, several at a time.
/// </summary>
/// <remarks>
/// The system's own differ in their last bits between C libraries. The basic operations do not: IEEE 754 defines their results to
/// the last bit, and .NET neither reorders nor fuses them, however many values a vector has. The error stays below 1e-14, far
/// under what a float shows.
/// </remarks>
internal static class PortableMath
{
    /// <summary>1/19, 1/17 and so on to 1/1, as the logarithm's series takes them.</summary>
    private static ReadOnlySpan<double> OddReciprocals =>
        [1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1.0 / 1];

    /// <summary>Whole numbers below 2^52, exactly.</summary>
    public static Vector<double> ToDouble(Vector<ulong> numbers)
    {
        // Beneath the exponent of 2^52 a double's bits count in ones.
        const double TwoTo52 = 4503599627370496.0;
        return Vector.AsVectorDouble(numbers | Vector.AsVectorUInt64(new Vector<double>(TwoTo52))) - new Vector<double>(TwoTo52);
    }

    /// <summary>The natural logarithms of positive, normal numbers.</summary>
    public static Vector<double> Log(Vector<double> value)
    {
        const double Ln2 = 0.69314718055994530942;
        const double Sqrt2 = 1.41421356237309504880;

        // value = 2^exponent * mantissa with the mantissa in [sqrt(1/2), sqrt(2)).
        var bits = Vector.AsVectorUInt64(value);
        var exponent = ToDouble(bits >>> 52) - new Vector<double>(1023);
        var fraction = bits & new Vector<ulong>(0x000FFFFFFFFFFFFF);
        var mantissa = Vector.AsVectorDouble(fraction | new Vector<ulong>(0x3FF0000000000000));
        var above = Vector.GreaterThanOrEqual(mantissa, new Vector<double>(Sqrt2));
        mantissa = Vector.ConditionalSelect(above, mantissa * 0.5, mantissa);
        exponent = Vector.ConditionalSelect(above, exponent + Vector<double>.One, exponent);

        // ln m = 2 atanh(s) = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1)/(m + 1), and s^2 below 0.0295.
        var s = (mantissa - Vector<double>.One) / (mantissa + Vector<double>.One);
        var square = s * s;
        var sum = Vector<double>.Zero;
        foreach (var reciprocal in OddReciprocals)
            sum = sum * square + new Vector<double>(reciprocal);
        return exponent * Ln2 + 2 * s * sum;
    }

    /// <summary>Sines and cosines of <paramref name="turn"/> / 2^32 of a full turn.</summary>
    /// <param name="turn">Numbers below 2^32.</param>
    public static (Vector<double> Sin, Vector<double> Cos) SinCos(Vector<ulong> turn)
    {
        // The nearest quarter turn is exact in integers; what remains lies within an eighth of a turn of it.
        const uint Eighth = 0x20000000;
        var shifted = turn + new Vector<ulong>(Eighth);
        var rest = ToDouble(shifted & new Vector<ulong>(2 * Eighth - 1)) - new Vector<double>(Eighth);
        var angle = rest * (2 * Math.PI / 4294967296.0);
        var square = angle * angle;
        Vector<double> sin = Vector<double>.Zero,
            cos = Vector<double>.Zero;
        for (var n = 17; n >= 3; n -= 2)
        {
            // Taylor's series from the smallest term: sin = a (1 - a^2/6 (1 - a^2/20 (...))), cos = 1 - a^2/2 (1 - a^2/12 (...)).
            sin = square / new Vector<double>(n * (n - 1)) * (Vector<double>.One - sin);
            cos = square / new Vector<double>((n - 1) * (n - 2)) * (Vector<double>.One - cos);
        }

        sin = angle * (Vector<double>.One - sin);
        cos = Vector<double>.One - cos;

        // A quarter turn on, the sine is the cosine and the cosine is minus the sine; bits 30 and 31 count the quarters.
        var one = new Vector<ulong>(1u << 30);
        var odd = Vector.Equals(shifted & one, one);
        var (sinBits, cosBits) = (Vector.AsVectorUInt64(sin), Vector.AsVectorUInt64(cos));
        var sign = new Vector<ulong>(1UL << 63);
        sinBits = Vector.ConditionalSelect(odd, Vector.AsVectorUInt64(cos), sinBits) ^ ((shifted << 32) & sign);
        cosBits =
            Vector.ConditionalSelect(odd, Vector.AsVectorUInt64(sin), cosBits) ^ (((shifted << 32) ^ (shifted << 33)) & sign);
        return (Vector.AsVectorDouble(sinBits), Vector.AsVectorDouble(cosBits));
    }
}
