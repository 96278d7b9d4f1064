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

    /// <summary>The gradient to descend along: of the negative objective when maximizing, and of the L2 penalty.</summary>
    internal static Tensor Direction(Tensor gradient, Parameter parameter, double weightDecay, bool maximize)
    {
        if (maximize)
            gradient = gradient.neg();
        return weightDecay == 0 ? gradient : gradient.add(parameter, weightDecay);
    }

    /// <summary>self = decay * self + (1 - decay) * value</summary>
    internal static void Average(Tensor self, Tensor value, double decay)
    {
        Scale(self, decay);
        AddScaled(self, value, 1 - decay);
    }

    /// <summary>self = decay * self + (1 - decay) * value^2</summary>
    internal static void AverageSquare(Tensor self, Tensor value, double decay)
    {
        Scale(self, decay);
        AddProduct(self, value, value, 1 - decay);
    }

    /// <summary>self = max(self, other), which it returns.</summary>
    internal static Tensor Maximum(Tensor self, Tensor other)
    {
        self.copy_(maximum(self, other));
        return self;
    }

    /// <summary>Adam's change of a parameter, once the averages of this step are known; corrects their bias towards zero.</summary>
    internal static void AdamStep(Parameter parameter, Tensor average, Tensor square, long step, double lr, double beta1, double beta2, double eps)
    {
        double rate = lr / (1 - Math.Pow(beta1, step));
        using Tensor denominator = Denominator(square, Math.Sqrt(1 - Math.Pow(beta2, step)), eps);
        AddQuotient(parameter, average, denominator, -rate);
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
