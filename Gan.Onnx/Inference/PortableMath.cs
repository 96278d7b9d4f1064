namespace Gan.Onnx.Inference;

/// <summary>
/// Logarithm, sine and cosine from IEEE 754 double addition, multiplication and division alone.
/// </summary>
/// <remarks>
/// The system's own differ in their last bits between C libraries. The basic operations do not: IEEE 754 defines their results to
/// the last bit, and .NET neither reorders nor fuses them. The error stays below 1e-14, far under what a float shows.
/// </remarks>
internal static class PortableMath
{
    /// <summary>The natural logarithm of a positive, normal number.</summary>
    public static double Log(double value)
    {
        const double Ln2 = 0.69314718055994530942;
        const double Sqrt2 = 1.41421356237309504880;

        // value = 2^exponent * mantissa with the mantissa in [sqrt(1/2), sqrt(2)).
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa >= Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // ln m = 2 atanh(s) = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1)/(m + 1), and s^2 below 0.0295.
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var sum = 0.0;
        for (var n = 19; n >= 1; n -= 2)
            sum = sum * square + 1.0 / n;
        return exponent * Ln2 + 2 * s * sum;
    }

    /// <summary>Sine and cosine of <paramref name="turn"/> / 2^32 of a full turn.</summary>
    public static (double Sin, double Cos) SinCos(uint turn)
    {
        // The nearest quarter turn is exact in integers; what remains lies within an eighth of a turn of it.
        var quarter = unchecked(turn + 0x20000000) >> 30;
        var rest = unchecked((int)(turn - (quarter << 30)));
        var angle = rest * (2 * Math.PI / 4294967296.0);
        var square = angle * angle;
        double sin = 0, cos = 0;
        for (var n = 17; n >= 3; n -= 2)
        {
            // Taylor's series from the smallest term: sin = a (1 - a^2/6 (1 - a^2/20 (...))), cos = 1 - a^2/2 (1 - a^2/12 (...)).
            sin = square / (n * (n - 1)) * (1 - sin);
            cos = square / ((n - 1) * (n - 2)) * (1 - cos);
        }

        sin = angle * (1 - sin);
        cos = 1 - cos;
        return quarter switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
