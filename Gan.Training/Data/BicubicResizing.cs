using static TorchSharp.torch;

namespace Gan.Training.Data;

/// <summary>Bicubic resizing as super-resolution is trained and measured with, that of MATLAB's <c>imresize</c>: Keys' kernel
/// with a = -0.5 (R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981), stretched where images shrink
/// so that nothing is skipped, and images mirrored at their borders.</summary>
/// <remarks>A linear operation, so two small matrices do it, and gradients flow through it. Other programs' bicubic resizing
/// differs: it does not stretch the kernel, or has a = -0.75, or other borders; figures are not comparable then.</remarks>
internal static class BicubicResizing
{
    /// <summary>Resizes images, without rounding.</summary>
    /// <param name="images">[batch, channels, height, width], floating point.</param>
    /// <param name="height">The new height; at least 1.</param>
    /// <param name="width">The new width; at least 1.</param>
    /// <returns>[batch, channels, new height, new width], of the same type. Values may lie outside of those that went
    /// in.</returns>
    public static Tensor Resize(Tensor images, long height, long width)
    {
        using var scope = NewDisposeScope();
        var rows = Matrix(images.shape[2], height).to(images.dtype, images.device);
        var columns = Matrix(images.shape[3], width).to(images.dtype, images.device);
        return matmul(matmul(rows, images), columns.t()).MoveToOuterDisposeScope();
    }

    /// <summary>Images a whole number of times smaller, rounded to bytes as files hold them.</summary>
    /// <param name="images">[batch, channels, height, width] in [-1, 1]; height and width are multiples of the factor.</param>
    /// <param name="factor">By how much they shrink; at least 1.</param>
    /// <returns>[batch, channels, height / factor, width / factor] in [-1, 1].</returns>
    public static Tensor Shrink(Tensor images, int factor)
    {
        using var scope = NewDisposeScope();
        return RoundToBytes(Resize(images, images.shape[2] / factor, images.shape[3] / factor)).MoveToOuterDisposeScope();
    }

    /// <summary>Values of [-1, 1] as the nearest of 256 steps from -1 to 1, those outside clamped.</summary>
    public static Tensor RoundToBytes(Tensor images) => ((images + 1) * 127.5 + 0.5).floor().clamp(0, 255) / 127.5 - 1;

    /// <summary>What each pixel of the result is made of.</summary>
    /// <param name="from">Pixels of a row before.</param>
    /// <param name="to">Pixels of a row after.</param>
    /// <returns>[to, from], double precision; each row sums to 1.</returns>
    internal static Tensor Matrix(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, 1);
        var step = (double)from / to;
        // Where images grow the kernel is as wide as it is; where they shrink, as wide as the pixels it stands for.
        var stretch = Math.Max(1, step);
        var matrix = new double[to, from];
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * step - 0.5;
            var first = (long)Math.Floor(centre - 2 * stretch);
            var last = (long)Math.Ceiling(centre + 2 * stretch);
            var sum = 0.0;
            for (var pixel = first; pixel <= last; pixel++)
                sum += Kernel((pixel - centre) / stretch);
            for (var pixel = first; pixel <= last; pixel++)
                matrix[i, Mirrored(pixel, from)] += Kernel((pixel - centre) / stretch) / sum;
        }

        // In memory of libtorch's own, as NativeTensor has it.
        using var there = tensor(matrix);
        return there.clone();
    }

    /// <summary>Keys' cubic with a = -0.5.</summary>
    internal static double Kernel(double x)
    {
        x = Math.Abs(x);
        return x <= 1 ? (1.5 * x - 2.5) * x * x + 1
            : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2
            : 0;
    }

    /// <summary>The pixel that stands at a place beyond the border: the image is mirrored there, its edge pixel twice.</summary>
    private static long Mirrored(long pixel, long count)
    {
        var place = ((pixel % (2 * count)) + 2 * count) % (2 * count);
        return place < count ? place : 2 * count - 1 - place;
    }
}
