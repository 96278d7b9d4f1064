using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>In-place arithmetic for optimizers: as the tensors' own members, but without the alias that those return.</summary>
internal static unsafe class Update
{
    internal static void Scale(Tensor self, double factor)
    {
        Value value = Number(factor);
        Tensor.Done(Native.gantorch_mul_scalar_(self.Handle, &value), self);
    }

    internal static void AddNumber(Tensor self, double number)
    {
        Value value = Number(number);
        Tensor.Done(Native.gantorch_add_scalar_(self.Handle, &value), self);
    }

    internal static void DivideNumber(Tensor self, double number)
    {
        Value value = Number(number);
        Tensor.Done(Native.gantorch_div_scalar_(self.Handle, &value), self);
    }

    /// <summary>self += alpha * other</summary>
    internal static void AddScaled(Tensor self, Tensor other, double alpha)
    {
        Value value = Number(alpha);
        Tensor.Done(Native.gantorch_add_scaled_(self.Handle, other.Handle, &value), self, other);
    }

    /// <summary>self += value * left * right</summary>
    internal static void AddProduct(Tensor self, Tensor left, Tensor right, double factor)
    {
        Value value = Number(factor);
        Tensor.Done(Native.gantorch_addcmul_(self.Handle, left.Handle, right.Handle, &value), self, left, right);
    }

    /// <summary>self += value * left / right</summary>
    internal static void AddQuotient(Tensor self, Tensor left, Tensor right, double factor)
    {
        Value value = Number(factor);
        Tensor.Done(Native.gantorch_addcdiv_(self.Handle, left.Handle, right.Handle, &value), self, left, right);
    }

    /// <summary>self = sqrt(source) / divisor + eps, in a tensor of its own.</summary>
    internal static Tensor Denominator(Tensor source, double divisor, double eps)
    {
        Tensor root = source.sqrt();
        if (divisor != 1)
            DivideNumber(root, divisor);
        AddNumber(root, eps);
        return root;
    }

    private static Value Number(double number) => new() { Tag = Tag.Double, Bits = BitConverter.DoubleToInt64Bits(number) };
}
