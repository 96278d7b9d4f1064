using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>PyTorch's initializers: same distributions, same order of draws.</summary>
        public static class init
        {
            public enum FanInOut { FanIn = 0, FanOut = 1 }

            public enum NonlinearityType
            {
                Linear = 0, Conv1D = 1, Conv2D = 2, Conv3D = 3, ConvTranspose1D = 4, ConvTranspose2D = 5, ConvTranspose3D = 6,
                Sigmoid = 7, Tanh = 8, ReLU = 9, LeakyReLU = 10,
            }

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            public static Tensor ones_(Tensor tensor) => Quietly(tensor, t => t.fill_(1));
            public static Tensor zeros_(Tensor tensor) => Quietly(tensor, t => t.zero_());
            public static Tensor constant_(Tensor tensor, Scalar val) => Quietly(tensor, t => t.fill_(val));
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null) => Quietly(tensor, t => t.uniform_(low, high, generator));
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null) => Quietly(tensor, t => t.normal_(mean, std, generator));

            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.dim() != 2)
                    throw new ArgumentException("eye_ works on matrices only.");
                return Quietly(tensor, t => t.copy_(torch.eye(t.shape[0], t.shape[1], t.dtype, t.device)));
            }

            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator generator = null)
            {
                return Quietly(tensor, t =>
                {
                    double low = Phi((a - mean) / std), high = Phi((b - mean) / std);
                    t.uniform_(2 * low - 1, 2 * high - 1, generator);
                    t.erfinv_();
                    t.mul_(std * Math.Sqrt(2)).add_(mean);
                    return t.clamp_(a, b);
                });
            }

            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                if (tensor.dim() < 2)
                    throw new ArgumentException("orthogonal_ needs at least two dimensions.");
                return Quietly(tensor, t =>
                {
                    long rows = t.shape[0], columns = t.numel() / rows;
                    Tensor flat = torch.empty([rows, columns], t.dtype, t.device).normal_();
                    if (rows < columns)
                        flat = flat.t();
                    (Tensor q, Tensor r) = linalg.qr(flat.contiguous());
                    q = q.mul(r.diagonal().sign());
                    if (rows < columns)
                        q = q.t();
                    t.view_as(q).copy_(q);
                    return t.mul_(gain);
                });
            }

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                double bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                double bound = Math.Sqrt(3) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1) => normal_(tensor, 0, XavierDeviation(tensor, gain));
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                long[] shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException("Fan in and fan out can not be computed for a tensor with fewer than 2 dimensions.");
                long receptive = shape.Skip(2).TotalSize();
                return (shape[1] * receptive, shape[0] * receptive);
            }

            /// <summary>How linear layers and convolutions start.</summary>
            internal static void ResetLinear(Parameter weight, Parameter bias)
            {
                if (weight.is_meta)
                    return;
                using var scope = NewDisposeScope();
                kaiming_uniform_(weight, Math.Sqrt(5));
                if (bias is null)
                    return;
                double fanIn = CalculateFanInAndFanOut(weight).fanIn;
                double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
                uniform_(bias, -bound, bound);
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            /// <summary>The standard normal distribution function.</summary>
            private static double Phi(double x)
            {
                using Tensor argument = torch.tensor(x / Math.Sqrt(2), ScalarType.Float64);
                using Tensor erf = argument.erf();
                return (1 + erf.ToDouble()) / 2;
            }

            private static Tensor Quietly(Tensor tensor, Func<Tensor, Tensor> change)
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                change(tensor);
                return tensor;
            }
        }

        public static class utils
        {
            /// <summary>Scales the gradients so that their joint norm is at most max_norm; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                Tensor[] gradients = [.. tensors.Select(tensor => tensor.grad).Where(gradient => gradient is not null)];
                if (gradients.Length == 0)
                    return 0;
                Tensor norms = torch.stack(gradients.Select(gradient => linalg.vector_norm(gradient, norm_type)));
                double total = linalg.vector_norm(norms, norm_type).ToDouble();
                double factor = Math.Min(1, max_norm / (total + 1e-6));
                if (factor < 1)
                {
                    foreach (Tensor gradient in gradients)
                        gradient.mul_(factor);
                }
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                foreach (Parameter tensor in tensors)
                    tensor.grad?.clamp_(-clip_value, clip_value);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return torch.cat(tensors.Select(tensor => tensor.view(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                long position = 0;
                foreach (Parameter tensor in tensors)
                {
                    long count = tensor.numel();
                    tensor.copy_(vec.narrow(0, position, count).view(tensor.shape));
                    position += count;
                }
            }
        }
    }
}
