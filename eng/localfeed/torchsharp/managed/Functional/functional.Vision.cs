using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Aten.Call("pixel_shuffle", input, upscale_factor);
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => Aten.Call("pixel_unshuffle", input, downscale_factor);

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => Aten.Call("adaptive_avg_pool1d", input, output_size);
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Aten.Call("adaptive_avg_pool2d", input, output_size);
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => Aten.Call("adaptive_avg_pool2d", input, Both(output_size));
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => Aten.Call("adaptive_avg_pool2d", input, Both((output_size, output_size)));

            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                Aten.Call("avg_pool1d", input, kernel_size, stride ?? kernel_size, padding ?? 0, ceil_mode, count_include_pad);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[] stride = null, long[] padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Aten.Call("avg_pool2d", input, kernel_size, stride ?? kernel_size, padding ?? [0, 0], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Both((kernel_size, kernel_size)), Both(stride), Both((padding, padding)), ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Both(kernel_size), Both(stride), Both(padding), ceil_mode, count_include_pad, divisor_override);

            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Aten.Call("max_pool1d", input, kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                Aten.Call("max_pool2d", input, kernel_size, strides ?? kernel_size, padding ?? [0, 0], dilation ?? [1, 1], ceil_mode);

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Both((kernel_size, kernel_size)), Both(stride), Both(padding), Both(dilation), ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Both(kernel_size), Both(stride), Both(padding), Both(dilation), ceil_mode);

            public static Tensor adaptive_max_pool1d(Tensor input, long output_size)
            {
                (Tensor values, Tensor indices) = adaptive_max_pool1d_with_indices(input, output_size);
                indices.Dispose();
                return values;
            }

            public static (Tensor output, Tensor indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) =>
                Aten.Call2("adaptive_max_pool1d", input, (long[])[output_size]);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                (Tensor values, Tensor indices) = adaptive_max_pool2d_with_indices(input, output_size);
                indices.Dispose();
                return values;
            }

            public static (Tensor output, Tensor indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) =>
                Aten.Call2("adaptive_max_pool2d", input, output_size);

            /// <summary>Resizes the spatial dimensions, to a size or by factors, as PyTorch's interpolate does.</summary>
            public static Tensor interpolate(Tensor x, long[] size = null, double[] scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                int spatial = (int)x.dim() - 2;
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("interpolate needs either size or scale_factor, and not both.");
                if (size is { Length: 1 })
                    size = [.. Enumerable.Repeat(size[0], spatial)];
                if (scale_factor is { Length: 1 })
                    scale_factor = [.. Enumerable.Repeat(scale_factor[0], spatial)];
                if (recompute_scale_factor && scale_factor is not null)
                {
                    long[] shape = x.shape;
                    size = [.. scale_factor.Select((factor, i) => (long)Math.Floor(shape[i + 2] * factor))];
                    scale_factor = null;
                }
                bool corners = align_corners ?? false;
                switch (mode)
                {
                    case InterpolationMode.Nearest:
                        return Aten.Call($"upsample_nearest{spatial}d.vec", x, size, scale_factor);
                    case InterpolationMode.NearestExact:
                        return Aten.Call($"_upsample_nearest_exact{spatial}d.vec", x, size, scale_factor);
                    case InterpolationMode.Area:
                        long[] lengths = x.shape;
                        long[] target = size ?? [.. scale_factor.Select((factor, i) => (long)Math.Floor(lengths[i + 2] * factor))];
                        return Aten.Call($"adaptive_avg_pool{spatial}d", x, target);
                    case InterpolationMode.Linear when spatial == 1:
                        return Aten.Call("upsample_linear1d.vec", x, size, corners, scale_factor);
                    case InterpolationMode.Bilinear when spatial == 2:
                        return Aten.Call(antialias ? "_upsample_bilinear2d_aa.vec" : "upsample_bilinear2d.vec", x, size, corners, scale_factor);
                    case InterpolationMode.Bicubic when spatial == 2:
                        return Aten.Call(antialias ? "_upsample_bicubic2d_aa.vec" : "upsample_bicubic2d.vec", x, size, corners, scale_factor);
                    case InterpolationMode.Trilinear when spatial == 3:
                        return Aten.Call("upsample_trilinear3d.vec", x, size, corners, scale_factor);
                    default:
                        throw new ArgumentException($"{mode} interpolation does not work on {spatial} spatial dimensions.");
                }
            }

            public static Tensor upsample(Tensor input, long[] size = null, double[] scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, align_corners);

            public static Tensor upsample_nearest(Tensor x, long[] size = null, double[] scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor);

            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                Aten.Call("im2col", input, Both((kernel_size, kernel_size)), Both((dilation, dilation)), Both((padding, padding)), Both((stride, stride)));

            private static long[] Both((long, long) pair) => [pair.Item1, pair.Item2];
            private static long[] Both((long, long)? pair) => pair is { } p ? [p.Item1, p.Item2] : null;
            private static long[] Both(long? number) => number is { } n ? [n, n] : null;
        }
    }
}
