using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null)
            {
                nint result = Native.gantorch_linear(input.Handle, weights.Handle, bias?.Handle ?? 0);
                return Tensor.From(result, input, weights, bias);
            }

            public static Tensor conv1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Aten.Call("conv1d", input, weight, bias, stride ?? 1, padding ?? 0, dilation ?? 1, groups);

            public static unsafe Tensor conv2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1)
            {
                long* s = stackalloc long[2], p = stackalloc long[2], d = stackalloc long[2];
                Pair(strides, 1, s);
                Pair(padding, 0, p);
                Pair(dilation, 1, d);
                return Tensor.From(Native.gantorch_conv2d(input.Handle, weight.Handle, bias?.Handle ?? 0, s, p, d, groups), input, weight, bias);
            }

            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, Padding padding = Padding.Valid, long[] dilation = null, long groups = 1) =>
                Aten.Call("conv2d.padding", input, weight, bias, strides ?? [1, 1], padding == Padding.Same ? "same" : "valid", dilation ?? [1, 1], groups);

            public static Tensor conv3d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1) =>
                Aten.Call("conv3d", input, weight, bias, strides ?? [1, 1, 1], padding ?? [0, 0, 0], dilation ?? [1, 1, 1], groups);

            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                Aten.Call("conv_transpose1d", input, weight, bias, stride ?? 1, padding ?? 0, output_padding ?? 0, groups, dilation ?? 1);

            public static unsafe Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] output_padding = null, long[] dilation = null, long groups = 1)
            {
                long* s = stackalloc long[2], p = stackalloc long[2], o = stackalloc long[2], d = stackalloc long[2];
                Pair(strides, 1, s);
                Pair(padding, 0, p);
                Pair(output_padding, 0, o);
                Pair(dilation, 1, d);
                return Tensor.From(Native.gantorch_conv_transpose2d(input.Handle, weight.Handle, bias?.Handle ?? 0, s, p, o, groups, d), input, weight, bias);
            }

            private static unsafe void Pair(long[] values, long absent, long* pair)
            {
                if (values is { Length: not (1 or 2) })
                    throw new ArgumentException($"A 2-d operator takes one or two numbers here, not {values.Length}.");
                pair[0] = values?[0] ?? absent;
                pair[1] = values?[^1] ?? absent;
            }

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Aten.Call("pad", input, pad, mode switch
                {
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => "constant",
                }, mode is PaddingModes.Constant or PaddingModes.Zeros ? value : Arg.None);

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (long[])[pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (long[])[pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (long[])[pad, pad], mode, value);
        }
    }
}
