using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor hardsigmoid() => Aten.Call("hardsigmoid", this);
        public Tensor hardsigmoid_() => InPlace("hardsigmoid_");
        public Tensor hardswish() => Aten.Call("hardswish", this);
        public Tensor hardswish_() => InPlace("hardswish_");
        public Tensor relu6() => Aten.Call("relu6", this);
        public Tensor relu6_() => InPlace("relu6_");
        public Tensor selu() => Aten.Call("selu", this);
        public Tensor selu_() => InPlace("selu_");
        public Tensor leaky_relu(Scalar negative_slope) => From(Native.gantorch_leaky_relu(Handle, negative_slope.AsDouble), this);
        public Tensor leaky_relu_(Scalar negative_slope) => After(Native.gantorch_leaky_relu_(Handle, negative_slope.AsDouble), this);
        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.Call("softplus", this, beta, threshold);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.Call("softmax.int", this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.Call("log_softmax.int", this, dim, dtype);
        public Tensor log_sigmoid() => Aten.Call("log_sigmoid", this);
        public Tensor celu() => Aten.Call("celu", this);
        public Tensor celu(Scalar alpha) => Aten.Call("celu", this, alpha);
        public Tensor celu_() => InPlace("celu_");
        public Tensor celu_(Scalar alpha) => InPlace("celu_", alpha);
        public Tensor elu(double alpha = 1) => Aten.Call("elu", this, alpha);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.Call("elu", this, alpha, scale, input_scale);
        public Tensor elu_(double alpha = 1) => InPlace("elu_", alpha);
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => InPlace("elu_", alpha, scale, input_scale);
        public Tensor gelu() => Aten.Call("gelu", this);
        public Tensor gelu(Modules.GELU.Approximate approximate) => Aten.Call("gelu", this, approximate.ToString());
        public Tensor gelu_() => InPlace("gelu_");
        public Tensor gelu_(Modules.GELU.Approximate approximate) => InPlace("gelu_", approximate.ToString());
        public Tensor glu(long dim = -1) => Aten.Call("glu", this, dim);
        public Tensor hardtanh(Scalar min, Scalar max) => Aten.Call("hardtanh", this, min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => InPlace("hardtanh_", min, max);
        public Tensor prelu(Tensor target) => Aten.Call("prelu", this, target);
        public Tensor rrelu(double lower = 0.125, double upper = 1.0 / 3) => Aten.Call("rrelu", this, lower, upper);
        public Tensor rrelu_(double lower = 0.125, double upper = 1.0 / 3) => InPlace("rrelu_", lower, upper);
        public Tensor threshold(Scalar threshold, Scalar value) => Aten.Call("threshold", this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => InPlace("threshold_", threshold, value);
    }
}
