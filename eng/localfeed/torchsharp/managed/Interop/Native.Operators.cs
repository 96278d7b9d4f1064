using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The operators with an entry point of their own.</summary>
internal static unsafe partial class Native
{
    [DllImport(Library)] internal static extern nint gantorch_abs(nint self);
    [DllImport(Library)] internal static extern nint gantorch_detach(nint self);
    [DllImport(Library)] internal static extern nint gantorch_exp(nint self);
    [DllImport(Library)] internal static extern nint gantorch_log(nint self);
    [DllImport(Library)] internal static extern nint gantorch_mean(nint self);
    [DllImport(Library)] internal static extern nint gantorch_neg(nint self);
    [DllImport(Library)] internal static extern nint gantorch_relu(nint self);
    [DllImport(Library)] internal static extern nint gantorch_sigmoid(nint self);
    [DllImport(Library)] internal static extern nint gantorch_silu(nint self);
    [DllImport(Library)] internal static extern nint gantorch_softplus(nint self);
    [DllImport(Library)] internal static extern nint gantorch_sqrt(nint self);
    [DllImport(Library)] internal static extern nint gantorch_square(nint self);
    [DllImport(Library)] internal static extern nint gantorch_sum(nint self);
    [DllImport(Library)] internal static extern nint gantorch_tanh(nint self);
    [DllImport(Library)] internal static extern nint gantorch_clone(nint self);
    [DllImport(Library)] internal static extern int gantorch_relu_(nint self);
    [DllImport(Library)] internal static extern int gantorch_sigmoid_(nint self);
    [DllImport(Library)] internal static extern int gantorch_tanh_(nint self);
    [DllImport(Library)] internal static extern int gantorch_sqrt_(nint self);
    [DllImport(Library)] internal static extern int gantorch_zero_(nint self);

    [DllImport(Library)] internal static extern nint gantorch_add(nint self, nint other);
    [DllImport(Library)] internal static extern int gantorch_add_(nint self, nint other);
    [DllImport(Library)] internal static extern nint gantorch_add_scalar(nint self, Value* other);
    [DllImport(Library)] internal static extern int gantorch_add_scalar_(nint self, Value* other);
    [DllImport(Library)] internal static extern nint gantorch_sub(nint self, nint other);
    [DllImport(Library)] internal static extern int gantorch_sub_(nint self, nint other);
    [DllImport(Library)] internal static extern nint gantorch_sub_scalar(nint self, Value* other);
    [DllImport(Library)] internal static extern int gantorch_sub_scalar_(nint self, Value* other);
    [DllImport(Library)] internal static extern nint gantorch_mul(nint self, nint other);
    [DllImport(Library)] internal static extern int gantorch_mul_(nint self, nint other);
    [DllImport(Library)] internal static extern nint gantorch_mul_scalar(nint self, Value* other);
    [DllImport(Library)] internal static extern int gantorch_mul_scalar_(nint self, Value* other);
    [DllImport(Library)] internal static extern nint gantorch_div(nint self, nint other);
    [DllImport(Library)] internal static extern int gantorch_div_(nint self, nint other);
    [DllImport(Library)] internal static extern nint gantorch_div_scalar(nint self, Value* other);
    [DllImport(Library)] internal static extern int gantorch_div_scalar_(nint self, Value* other);

    [DllImport(Library)] internal static extern nint gantorch_matmul(nint self, nint other);
    [DllImport(Library)] internal static extern nint gantorch_mm(nint self, nint other);
    [DllImport(Library)] internal static extern nint gantorch_addmm(nint self, nint mat1, nint mat2, double beta, double alpha);
    [DllImport(Library)] internal static extern nint gantorch_linear(nint input, nint weight, nint bias);
    [DllImport(Library)] internal static extern nint gantorch_conv2d(nint input, nint weight, nint bias, long* stride, long* padding, long* dilation, long groups);
    [DllImport(Library)] internal static extern nint gantorch_conv_transpose2d(nint input, nint weight, nint bias, long* stride, long* padding, long* outputPadding, long groups, long* dilation);
    [DllImport(Library)] internal static extern nint gantorch_batch_norm(nint input, nint weight, nint bias, nint mean, nint variance, int training, double momentum, double eps);
    [DllImport(Library)] internal static extern nint gantorch_leaky_relu(nint self, double slope);
    [DllImport(Library)] internal static extern int gantorch_leaky_relu_(nint self, double slope);
    [DllImport(Library)] internal static extern nint gantorch_bce_with_logits(nint input, nint target, nint weight, nint positiveWeight, long reduction);
    [DllImport(Library)] internal static extern nint gantorch_mse_loss(nint input, nint target, long reduction);
    [DllImport(Library)] internal static extern int gantorch_add_scaled_(nint self, nint other, Value* alpha);
    [DllImport(Library)] internal static extern int gantorch_addcmul_(nint self, nint tensor1, nint tensor2, Value* value);
    [DllImport(Library)] internal static extern int gantorch_addcdiv_(nint self, nint tensor1, nint tensor2, Value* value);
    [DllImport(Library)] internal static extern int gantorch_lerp_(nint self, nint end, Value* weight);
    [DllImport(Library)] internal static extern int gantorch_copy_(nint self, nint source, int nonBlocking);
}
