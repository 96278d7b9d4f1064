using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>Earlier refined images, half of what a discriminator sees of refined ones, so that it does not forget what the
/// refiner has left off doing, and the refiner does not return to it: Shrivastava et al. 2017, section 2.3.</summary>
internal sealed class HistoryBuffer : GamePart
{
    private readonly int _capacity;
    private readonly Generator _random;
    private readonly Tensor _images;
    private readonly Tensor _count;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="capacity">How many images it holds; 0 for none, so that every batch is returned as it is.</param>
    /// <param name="shape">Shape of an image without the batch.</param>
    /// <param name="device">Where the images are.</param>
    /// <param name="random">Where choices come from.</param>
    public HistoryBuffer(int capacity, IReadOnlyList<long> shape, Device device, Generator random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        (_capacity, _random) = (capacity, random);
        using var scope = NewDisposeScope();
        _images = zeros([capacity, .. shape], device: device).DetachFromDisposeScope();
        _count = zeros([], ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor> { ["history/images"] = _images, ["history/count"] = _count };

    /// <summary>Puts earlier images, no two the same, in the place of the first half of a batch as soon as there are enough, and
    /// keeps that half: in free places, and then in those of random ones. A batch of one image stays as it is.</summary>
    /// <param name="images">New images [batch, ...shape].</param>
    /// <returns>As many, without gradients.</returns>
    public Tensor Exchange(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var half = Math.Min(images.shape[0] / 2, _capacity);
        var result = images.detach().clone();
        if (half == 0)
            return result.MoveToOuterDisposeScope();
        var fresh = images.detach().narrow(0, 0, half);
        var count = _count.item<long>();
        if (count >= half)
            result.narrow(0, 0, half).copy_(_images.index_select(0, Choose(half, count)));
        var appended = Math.Min(half, _capacity - count);
        if (appended > 0)
            _images.narrow(0, count, appended).copy_(fresh.narrow(0, 0, appended));
        if (appended < half)
            _images.index_copy_(0, Choose(half - appended, _capacity), fresh.narrow(0, appended, half - appended));
        _count.fill_(count + appended);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Different numbers below a limit.</summary>
    private Tensor Choose(long numbers, long limit) => _random.Permutation(limit, _images.device).narrow(0, 0, numbers);
}
