using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<(float Real, float Imaginary)>([.. rawArray], dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<(float Real, float Imaginary)>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<(float Real, float Imaginary)>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<(float Real, float Imaginary)>([.. rawArray], [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<(float Real, float Imaginary)>([.. rawArray], [rows, columns], dtype, device, requires_grad);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<(float Real, float Imaginary)>([.. rawArray], [dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<(float Real, float Imaginary)>([.. rawArray], [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary)[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary)[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary)[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary) scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Factory.FromSpan<(float Real, float Imaginary)>([scalar], [], dtype, device, requires_grad);


    public static Tensor tensor(Complex scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Factory.FromSpan<Complex>([scalar], [], dtype, device, requires_grad);
    public static Tensor tensor(IList<Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>([.. rawArray], dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(Complex[] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    public static Tensor tensor(Complex[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>(rawArray, dimensions.ToArray(), dtype, device, requires_grad);
    public static Tensor tensor(IList<Complex> rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>([.. rawArray], [rawArray.Count], dtype, device, requires_grad);
    public static Tensor tensor(IList<Complex> rawArray, long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>([.. rawArray], [rows, columns], dtype, device, requires_grad);
    public static Tensor tensor(IList<Complex> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>([.. rawArray], [dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor tensor(IList<Complex> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>([.. rawArray], [dim0, dim1, dim2, dim3], dtype, device, requires_grad);
    public static Tensor tensor(Complex[,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(Complex[,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(Complex[,,,] rawArray, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromArray(rawArray, dtype, device, requires_grad);
    public static Tensor tensor(Memory<Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => Factory.FromSpan<Complex>(rawArray.Span, dimensions.ToArray(), dtype, device, requires_grad);
}
