using static TorchSharp.torch;

namespace Gan.Training.Augmentations;

/// <summary>Changes of pictures [batch, channels, height, width] in [-1, 1] that gradients flow through, each picture with
/// numbers of its own. Colours are changed and alpha is not: of four channels the last stays as it is.</summary>
internal static class ImageOperations
{
    /// <summary>Adds a number to every colour.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="amount">What to add, [batch, 1, 1, 1].</param>
    public static Tensor Brightness(Tensor pictures, Tensor amount) => OnColours(pictures, colours => colours + amount);

    /// <summary>Multiplies every pixel's distance from its own mean over the colours.</summary>
    /// <param name="pictures">The pictures; grey ones do not change.</param>
    /// <param name="factor">The factor, [batch, 1, 1, 1].</param>
    public static Tensor Saturation(Tensor pictures, Tensor factor) =>
        OnColours(pictures, colours => Stretch(colours, colours.mean([1], keepdim: true), factor));

    /// <summary>Multiplies every value's distance from the picture's mean.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="factor">The factor, [batch, 1, 1, 1].</param>
    public static Tensor Contrast(Tensor pictures, Tensor factor) =>
        OnColours(pictures, colours => Stretch(colours, colours.mean([1, 2, 3], keepdim: true), factor));

    /// <summary>Moves pictures by whole pixels; what comes in from outside is 0, the middle of the range.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="down">Rows to move down by, Int64 [batch].</param>
    /// <param name="right">Columns to move right by, Int64 [batch].</param>
    public static Tensor Translate(Tensor pictures, Tensor down, Tensor right)
    {
        var (height, width) = (pictures.shape[2], pictures.shape[3]);
        var moved = Take(pictures, 2, arange(height, ScalarType.Int64, pictures.device).view(1, -1) - down.view(-1, 1));
        return Take(moved, 3, arange(width, ScalarType.Int64, pictures.device).view(1, -1) - right.view(-1, 1));
    }

    /// <summary>Sets a rectangle of each picture to 0.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="top">The first row, Int64 [batch]; may lie outside.</param>
    /// <param name="left">The first column, Int64 [batch]; may lie outside.</param>
    /// <param name="rows">Rows of the rectangle.</param>
    /// <param name="columns">Columns of the rectangle.</param>
    public static Tensor CutOut(Tensor pictures, Tensor top, Tensor left, long rows, long columns)
    {
        var inRows = Within(pictures.shape[2], top, rows).view(-1, 1, pictures.shape[2], 1);
        var inColumns = Within(pictures.shape[3], left, columns).view(-1, 1, 1, pictures.shape[3]);
        return pictures * (1 - inRows * inColumns);
    }

    /// <summary>Takes each row of the batch from the first or from the second of two tensors.</summary>
    /// <param name="choice">Bool [batch]: where true, from the first.</param>
    /// <param name="first">Changed pictures.</param>
    /// <param name="second">Unchanged ones.</param>
    public static Tensor Choose(Tensor choice, Tensor first, Tensor second) => where(choice.view(-1, 1, 1, 1), first, second);

    private static Tensor Stretch(Tensor colours, Tensor mean, Tensor factor) => (colours - mean) * factor + mean;

    private static Tensor OnColours(Tensor pictures, Func<Tensor, Tensor> change)
    {
        if (pictures.shape[1] != 4)
            return change(pictures);
        return cat([change(pictures.narrow(1, 0, 3)), pictures.narrow(1, 3, 1)], 1);
    }

    /// <summary>Takes rows (dimension 2) or columns (3) by their numbers, [batch, length]; a number outside gives
    /// zeros.</summary>
    private static Tensor Take(Tensor pictures, int dimension, Tensor numbers)
    {
        var length = pictures.shape[dimension];
        long[] shape = dimension == 2 ? [-1, 1, length, 1] : [-1, 1, 1, length];
        var inside = numbers.ge(0).logical_and(numbers.lt(length)).to(pictures.dtype).view(shape);
        return pictures.gather(dimension, numbers.clamp(0, length - 1).view(shape).expand(pictures.shape)) * inside;
    }

    private static Tensor Within(long length, Tensor start, long count)
    {
        var offset = arange(length, ScalarType.Int64, start.device).view(1, -1) - start.view(-1, 1);
        return offset.ge(0).logical_and(offset.lt(count)).to(ScalarType.Float32);
    }
}
