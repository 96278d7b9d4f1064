using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Trainers;

internal static class Vectors
{
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var width = Vector<float>.Count;
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - width; i += width)
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<float> b)
    {
        double total = 0;
        for (var i = 0; i < b.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var width = Vector<double>.Count;
        var sum = Vector<double>.Zero;
        var i = 0;
        for (; i <= a.Length - width; i += width)
            sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    /// <summary>target += scale * source</summary>
    public static void AddScaled(Span<double> target, double scale, ReadOnlySpan<float> source)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] += scale * source[i];
    }

    public static void AddScaled(Span<double> target, double scale, ReadOnlySpan<double> source)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] += scale * source[i];
    }

    /// <summary>Scores to probabilities, in place.</summary>
    public static void Softmax(Span<float> scores)
    {
        float maximum = float.NegativeInfinity, sum = 0;
        foreach (var score in scores)
            maximum = MathF.Max(maximum, score);
        for (var i = 0; i < scores.Length; i++)
            sum += scores[i] = MathF.Exp(scores[i] - maximum);
        for (var i = 0; i < scores.Length; i++)
            scores[i] /= sum;
    }

    /// <summary>Scores to probabilities, in place; returns the logarithm of the sum of the exponentials.</summary>
    public static double Softmax(Span<double> scores)
    {
        double maximum = double.NegativeInfinity, sum = 0;
        foreach (var score in scores)
            maximum = Math.Max(maximum, score);
        for (var i = 0; i < scores.Length; i++)
            sum += scores[i] = Math.Exp(scores[i] - maximum);
        for (var i = 0; i < scores.Length; i++)
            scores[i] /= sum;
        return maximum + Math.Log(sum);
    }

    public static float[] ToSingles(ReadOnlySpan<double> values)
    {
        var singles = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
            singles[i] = (float)values[i];
        return singles;
    }
}
