using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training.Native;

/// <summary>Products of matrices by oneDNN, on processors where libtorch's own choice, MKL, is slow: MKL leaves the 512-bit
/// instructions of processors that are not Intel's alone, oneDNN uses them.</summary>
/// <remarks>
/// libtorch asks oneDNN for products in lower precision only, so the function it would call is looked up by its C++ name. Where
/// it is not to be found, as on Windows, or gives wrong numbers, everything is MKL's as ever. Which of the two computes is
/// decided by the processor and the sizes, never by the clock, so that the same machine gives the same bits.
/// </remarks>
internal static unsafe class OneDnnProduct
{
    /// <summary>Multiplications below which calling oneDNN, and being called back for gradients, takes longer than MKL computes:
    /// measured on one thread and on two (AMD EPYC).</summary>
    private const long FewestMultiplications = 1 << 21;

    private const double Tolerance = 1e-4;

    private static readonly Lazy<nint> Function = new(Find);

    /// <summary>Whether this libtorch has oneDNN's products, and they are right.</summary>
    internal static bool IsThere => Function.Value != 0;

    /// <summary>Whether large products are oneDNN's in this process.</summary>
    internal static bool IsUsed => IsFaster && OneDnn.IsOn && IsThere;

    /// <summary>Whether the processor is one of those on which they are faster.</summary>
    private static bool IsFaster { get; } = HasWideInstructions && !IsIntel();

    private static bool HasWideInstructions =>
        Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported;

    /// <summary>A linear layer, <c>input weight^T + bias</c>, with gradients of any order.</summary>
    /// <param name="input">[..., inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs]; null for none.</param>
    /// <returns>[..., outputs].</returns>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias) =>
        Suits(input, weight) ? LinearByOneDnn(input, weight, bias) : nn.functional.linear(input, weight, bias);

    /// <summary>The same by oneDNN, of matrices in single precision on the processor, where <see cref="IsThere"/>.</summary>
    internal static Tensor LinearByOneDnn(Tensor input, Tensor weight, Tensor? bias)
    {
        var product =
            is_grad_enabled() && (input.requires_grad || weight.requires_grad)
                ? Remembered.apply(input, weight.t())
                : Multiply(input, weight.t());
        return bias is null ? product : product.add_(bias);
    }

    private static bool Suits(Tensor input, Tensor weight) =>
        input.dim() == 2
        && input.shape[0] * weight.numel() >= FewestMultiplications
        && input.dtype == ScalarType.Float32
        && weight.dtype == ScalarType.Float32
        && input.device_type == DeviceType.CPU
        && weight.device_type == DeviceType.CPU
        && IsUsed;

    private static Tensor Multiply(Tensor left, Tensor right)
    {
        var result = empty(left.shape[0], right.shape[1]);
        Multiply(Function.Value, left, right, result);
        return result;
    }

    private static void Multiply(nint function, Tensor left, Tensor right, Tensor result)
    {
        ((delegate* unmanaged<nint, nint, nint, float, float, void>)function)(left.Handle, right.Handle, result.Handle, 0, 1);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        GC.KeepAlive(result);
    }

    private static nint Find() =>
        OperatingSystem.IsLinux()
        && MayUseWideInstructions()
        && NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, "_ZN2at6native13mkldnn_matmulERKNS_6TensorES3_S3_ff", out var function)
        && IsRight(function)
            ? function
            : 0;

    /// <summary>Whether oneDNN uses the 512-bit instructions. Where it does not, the function ends the process instead of
    /// failing.</summary>
    private static bool MayUseWideInstructions() =>
        HasWideInstructions
        && IsAny(Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA"))
        && IsAny(Environment.GetEnvironmentVariable("DNNL_MAX_CPU_ISA"));

    private static bool IsAny(string? instructions) =>
        string.IsNullOrEmpty(instructions)
        || instructions.Equals("ALL", StringComparison.OrdinalIgnoreCase)
        || instructions.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase);

    private static bool IsIntel()
    {
        var (_, ebx, ecx, edx) = X86Base.CpuId(0, 0);
        Span<int> name = [ebx, edx, ecx];
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(name)) == "GenuineIntel";
    }

    /// <summary>Whether a product and those of its gradients are libtorch's.</summary>
    private static bool IsRight(nint function)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        const int Rows = 24;
        const int Inputs = 40;
        const int Outputs = 56;
        var (input, weight, given) = (Values(Rows, Inputs), Values(Outputs, Inputs), Values(Rows, Outputs));
        return Agrees(input, weight.t()) && Agrees(given, weight) && Agrees(given.t(), input);

        bool Agrees(Tensor left, Tensor right)
        {
            var (expected, actual) = (left.mm(right), empty(left.shape[0], right.shape[1]));
            Multiply(function, left, right, actual);
            // Not a number does not agree.
            return (actual - expected).abs().max().item<float>() <= Tolerance * expected.abs().max().item<float>();
        }

        static Tensor Values(long rows, long columns) =>
            (arange(rows * columns, ScalarType.Float32) * 12.9898f).sin().reshape(rows, columns);
    }

    /// <summary>A product of matrices that knows its gradients, which are products too.</summary>
    private sealed class Remembered : autograd.SingleTensorFunction<Remembered>
    {
        private const string LeftNeeded = "left";
        private const string RightNeeded = "right";

        public override string Name => nameof(OneDnnProduct);

        public override Tensor forward(autograd.AutogradContext context, params object[] vars)
        {
            var (left, right) = ((Tensor)vars[0], (Tensor)vars[1]);
            context.save_for_backward([left, right]);
            context.save_data(LeftNeeded, left.requires_grad);
            context.save_data(RightNeeded, right.requires_grad);
            return Multiply(left, right);
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor given)
        {
            using var scope = NewDisposeScope();
            given = given.contiguous();
            var saved = context.get_saved_variables();
            var (left, right) = (saved[0], saved[1]);
            var byLeft = (bool)context.get_data(LeftNeeded) ? Product(given, right.t()) : null;
            // Laid out as the weight itself is, so that adding it to the weight's gradient is fast.
            var byRight = (bool)context.get_data(RightNeeded) ? Product(given.t(), left).t() : null;
            return [byLeft?.MoveToOuterDisposeScope()!, byRight?.MoveToOuterDisposeScope()!];
        }

        private static Tensor Product(Tensor left, Tensor right) =>
            is_grad_enabled() ? apply(left, right) : Multiply(left, right);
    }
}
