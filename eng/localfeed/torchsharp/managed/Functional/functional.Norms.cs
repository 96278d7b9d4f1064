using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor batch_norm(Tensor input, Tensor running_mean, Tensor running_var, Tensor weight = null, Tensor bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
            {
                nint result = Native.gantorch_batch_norm(input.Handle, weight?.Handle ?? 0, bias?.Handle ?? 0, running_mean?.Handle ?? 0,
                    running_var?.Handle ?? 0, training ? 1 : 0, momentum, eps);
                GC.KeepAlive(running_mean);
                GC.KeepAlive(running_var);
                return Tensor.From(result, input, weight, bias);
            }

            public static Tensor group_norm(Tensor input, long num_groups, Tensor weight = null, Tensor bias = null, double eps = 1e-5) =>
                Aten.Call("group_norm", input, num_groups, weight, bias, eps);

            public static Tensor instance_norm(Tensor input, Tensor running_mean = null, Tensor running_var = null, Tensor weight = null, Tensor bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                Aten.Call("instance_norm", input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor weight = null, Tensor bias = null, double eps = 1e-5) =>
                Aten.Call("layer_norm", input, normalized_shape, weight, bias, eps);

            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1)
            {
                using var scope = NewDisposeScope();
                Tensor squares = input.square().unsqueeze(1);
                bool planar = input.dim() == 3;
                Tensor padded = planar ? pad(squares, (0L, 0L, size / 2, (size - 1) / 2)) : pad(squares.flatten(3).unsqueeze(-1), (long[])[0, 0, 0, 0, size / 2, (size - 1) / 2]);
                Tensor mean = planar ? avg_pool2d(padded, (size, 1L), (1L, 1L)) : Aten.Call("avg_pool3d", padded, (long[])[size, 1, 1], 1);
                Tensor scale = mean.squeeze(1).reshape(input.shape).mul(alpha).add(k).pow(beta);
                return input.div(scale).MoveToOuterDisposeScope();
            }

            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using var scope = NewDisposeScope();
                Tensor length = Aten.Call("norm.ScalarOpt_dim", input, p, (long[])[dim], true).clamp_min(eps);
                return input.div(length.expand_as(input)).MoveToOuterDisposeScope();
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => Aten.Call("cosine_similarity", x1, x2, dim, eps);
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-6, bool keepdim = false) => Aten.Call("pairwise_distance", input1, input2, p, eps, keepdim);
        }
    }
}
