using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Training.Native;

/// <summary>Whether this machine's convolutions are right: a few small ones beside the products of matrices that they stand
/// for.</summary>
/// <remarks>
/// On some virtual machines the kernels that oneDNN 3.7 chooses give wrong numbers, silently, where a channel count is no
/// multiple of 16: in the gradient by the input, in transposed convolutions, with some instruction sets in the forward pass as
/// well; which elements are wrong differs from run to run when several threads work. So counts off and on 16 are tried, with one
/// thread and with all.
/// </remarks>
internal static class ConvolutionCheck
{
    /// <summary>Relative to the largest value: sums of a few hundred products in single precision agree to 1e-6 or so, and what
    /// is wrong is off by a tenth and more.</summary>
    private const double Tolerance = 1e-4;

    private const int Batch = 4;
    private const int Side = 8;

    private static readonly (long In, long Out, long Kernel, long Stride)[] Shapes =
    [
        (1, 4, 4, 2),
        (3, 8, 3, 1),
        (8, 24, 4, 2),
        (16, 16, 3, 1),
        (24, 40, 4, 2),
    ];

    /// <summary>A convolution, or a transposed one, with a padding of 1.</summary>
    internal delegate Tensor Convolution(Tensor input, Tensor weight, long stride);

    /// <summary>Convolves, and compares.</summary>
    /// <returns>What is wrong, such as "the transposed convolution from 1 to 4 channels"; null when all is right.</returns>
    public static string? FindFault() =>
        FindFault(
            (input, weight, stride) => conv2d(input, weight, strides: [stride, stride], padding: [1, 1]),
            (input, weight, stride) => conv_transpose2d(input, weight, strides: [stride, stride], padding: [1, 1])
        );

    /// <summary>The same of these implementations.</summary>
    internal static string? FindFault(Convolution convolve, Convolution transpose)
    {
        using var scope = NewDisposeScope();
        // The caller may be amid something that takes no gradients.
        using var gradients = enable_grad();
        var threads = get_num_threads();
        try
        {
            return FindFaultAmongShapes(convolve, transpose)
                ?? (threads > 1 ? FindFaultWithOneThread(convolve, transpose) : null);
        }
        finally
        {
            if (threads > 1)
                set_num_threads(threads);
        }
    }

    private static string? FindFaultWithOneThread(Convolution convolve, Convolution transpose)
    {
        set_num_threads(1);
        return FindFaultAmongShapes(convolve, transpose);
    }

    private static string? FindFaultAmongShapes(Convolution convolve, Convolution transpose)
    {
        foreach (var (from, to, kernel, stride) in Shapes)
        {
            using var scope = NewDisposeScope();
            var (input, weight) = (
                Values(Batch, from, Side, Side).requires_grad_(),
                Values(to, from, kernel, kernel).requires_grad_()
            );
            if (FindFault(input, weight, stride, convolve, transpose) is { } part)
                return $"{part} from {from} to {to} channels";
        }

        return null;
    }

    private static string? FindFault(Tensor input, Tensor weight, long stride, Convolution convolve, Convolution transpose)
    {
        var (to, kernel) = (weight.shape[0], weight.shape[2]);
        var output = convolve(input, weight, stride);
        var given = Values(output.shape);
        var gradients = autograd.grad([output], [input, weight], [given]);
        var transposed = transpose(given, weight.detach(), stride);

        // The same by hand: the windows of the input as columns, [batch, from * kernel * kernel, places].
        using var noGrad = no_grad();
        var columns = unfold(input, (kernel, kernel), padding: (1, 1), stride: (stride, stride));
        var matrix = weight.reshape(to, -1);
        var rows = given.reshape(Batch, to, -1);
        var spread = fold(matrix.t().matmul(rows), (Side, Side), (kernel, kernel), padding: (1, 1), stride: (stride, stride));
        var products = rows.matmul(columns.transpose(1, 2)).sum(new long[] { 0 });
        return Differs(output, matrix.matmul(columns).reshape(output.shape)) ? "the convolution"
            : Differs(gradients[0], spread) ? "the gradient of a convolution by its input"
            : Differs(gradients[1], products.reshape(weight.shape)) ? "the gradient of a convolution by its weights"
            : Differs(transposed, spread) ? "the transposed convolution"
            : null;
    }

    private static bool Differs(Tensor actual, Tensor expected) =>
        // Not a number differs too.
        !((actual - expected).abs().max().item<float>() <= Tolerance * expected.abs().max().item<float>());

    /// <summary>Values in [-1, 1] without a pattern that convolutions keep, and without touching anybody's random
    /// numbers.</summary>
    private static Tensor Values(params long[] shape) =>
        (arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float32) * 12.9898f).sin().reshape(shape);
}
