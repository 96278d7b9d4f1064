using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device device = null) => Factory.Convert(data, dtype, device, false);
    public static Tensor as_tensor(IList<bool> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<bool>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(bool[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<bool>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<byte> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<byte>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(byte[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<byte>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<sbyte>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(sbyte[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<sbyte>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<short> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<short>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(short[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<short>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<int> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<int>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(int[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<int>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<long> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<long>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<long>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<float> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<float>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(float[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<float>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<double> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<double>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(double[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<double>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<(float, float)> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<(float, float)>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor((float, float)[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<(float, float)>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(IList<Complex> rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<Complex>([.. rawArray], [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(Complex[] rawArray, ScalarType? dtype = null, Device device = null) => Factory.FromSpan<Complex>(rawArray, [rawArray.Length], dtype, device, false);
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device device = null) => Factory.FromArray(data, dtype, device, false);
}
