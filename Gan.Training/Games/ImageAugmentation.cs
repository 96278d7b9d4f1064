using static TorchSharp.torch;

namespace Gan.Training.Games;

/// <summary>Cuts and mirrors images at random, those of a pair alike.</summary>
/// <param name="crop">The side of the square that is cut from each; 0 for none.</param>
/// <param name="flip">Whether half of them are mirrored.</param>
/// <param name="random">Where the numbers come from.</param>
internal sealed class ImageAugmentation(int crop, bool flip, Generator random)
{
    /// <summary>The images of each row, cut at the same place and mirrored together.</summary>
    /// <param name="images">Tensors [batch, channels, height, width] of one height and width.</param>
    public Tensor[] Apply(params Tensor[] images)
    {
        var (rows, height, width) = (images[0].shape[0], images[0].shape[2], images[0].shape[3]);
        if (crop > 0 && (crop < height || crop < width))
        {
            var (tops, lefts) = (Draw(height - crop + 1, rows), Draw(width - crop + 1, rows));
            images =
            [
                .. images.Select(image =>
                    stack(
                        [
                            .. Enumerable
                                .Range(0, (int)rows)
                                .Select(row => image[row].narrow(1, tops[row], crop).narrow(2, lefts[row], crop)),
                        ],
                        0
                    )
                ),
            ];
        }

        if (!flip)
            return images;
        var mirrored = random.Uniform([rows, 1, 1, 1], images[0].device) < 0.5;
        return [.. images.Select(image => where(mirrored, image.flip(3), image))];
    }

    private long[] Draw(long count, long rows) => random.Integers(0, count, rows, CPU).data<long>().ToArray();
}
