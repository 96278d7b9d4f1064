using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training.Editing;

/// <summary>Which way edges run, cell by cell: the squared change of a picture along each of some directions, averaged over the
/// cell and divided by the length of the cell's vector. A histogram of oriented gradients (Dalal and Triggs 2005) with soft bins,
/// so that it has gradients of its own.</summary>
internal static class OrientationHistogram
{
    private const int Orientations = 8;

    // Changes of a hundredth of the range make no edge.
    private const double Floor = 0.02;

    /// <summary>The side of a cell for pictures of a height and width: an eighth of the shorter, at least 2.</summary>
    public static int Cell(int height, int width) => Math.Max(2, Math.Min(height, width) / 8);

    /// <summary>Histograms [rows, orientations, cells down, cells across].</summary>
    /// <param name="pictures">[rows, channels, height, width]; the channels' mean counts.</param>
    /// <param name="cell">Pixels of a cell's side.</param>
    public static Tensor Of(Tensor pictures, int cell)
    {
        var grey = pictures.mean([1L], keepdim: true);
        var padded = nn.functional.pad(grey, [1, 1, 1, 1], PaddingModes.Replicate);
        var (height, width) = (grey.shape[2], grey.shape[3]);
        var across = (padded.narrow(2, 1, height).narrow(3, 2, width) - padded.narrow(2, 1, height).narrow(3, 0, width)) / 2;
        var down = (padded.narrow(2, 2, height).narrow(3, 1, width) - padded.narrow(2, 0, height).narrow(3, 1, width)) / 2;
        Tensor[] along =
        [
            .. Enumerable
                .Range(0, Orientations)
                .Select(i => Math.PI * i / Orientations)
                // Fourth powers, so that the directions nearest to the change stand out.
                .Select(angle => (across * Math.Cos(angle) + down * Math.Sin(angle)).square().square()),
        ];
        var pooled = nn.functional.avg_pool2d(cat(along, 1), cell, ceil_mode: true, count_include_pad: false);
        var strengths = (pooled + 1e-16).sqrt();
        return strengths / (strengths.square().sum([1L], keepdim: true) + Floor * Floor * Floor * Floor).sqrt();
    }
}
