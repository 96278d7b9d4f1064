namespace Gan.Training.Export.Rules;

/// <summary>How often a window fits while it slides: convolutions and pools.</summary>
internal static class Windows
{
    /// <summary>The number of places of a window in a padded length.</summary>
    public static long Count(long length, long kernel, long stride, long dilation = 1) =>
        (length - dilation * (kernel - 1) - 1) / stride + 1;

    /// <summary>What has to be added behind so that a pool which rounds its size up gets its last window; 0 where it gets
    /// none.</summary>
    /// <remarks>As PyTorch has it, the last window must begin within the input or the padding before it.</remarks>
    public static long Ceiling(long length, long padding, long kernel, long stride, long dilation)
    {
        var padded = length + 2 * padding;
        var covered = padded - dilation * (kernel - 1) - 1;
        var count = (covered + stride - 1) / stride + 1;
        if ((count - 1) * stride >= length + padding)
            count--;
        return Math.Max(0, (count - 1) * stride - covered);
    }
}
