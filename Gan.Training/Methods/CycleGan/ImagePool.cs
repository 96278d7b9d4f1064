using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>Earlier translations, which a discriminator sees among new ones, so that it does not forget what the generator has
/// left off doing: A. Shrivastava et al., "Learning from Simulated and Unsupervised Images through Adversarial Training" (2017),
/// section 2.3, as in CycleGAN.</summary>
internal sealed class ImagePool : GamePart
{
    private readonly string _name;
    private readonly int _capacity;
    private readonly Generator _random;
    private readonly Tensor _images;
    private readonly Tensor _count;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="name">What it is called in checkpoints.</param>
    /// <param name="capacity">How many images it holds; 0 for none, so that every image is returned as it is.</param>
    /// <param name="shape">Shape of an image without the batch.</param>
    /// <param name="device">Where the images are.</param>
    /// <param name="random">Where choices come from.</param>
    public ImagePool(string name, int capacity, IReadOnlyList<long> shape, Device device, Generator random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        (_name, _capacity, _random) = (name, capacity, random);
        using var scope = NewDisposeScope();
        _images = zeros([capacity, .. shape], device: device).DetachFromDisposeScope();
        _count = zeros([], ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor> { [$"{_name}/images"] = _images, [$"{_name}/count"] = _count };

    /// <summary>Until the pool is full every image is stored and returned. Then each is, with probability one half, returned
    /// itself; otherwise a stored one is returned, whose place it takes.</summary>
    /// <param name="images">Images [batch, ...shape].</param>
    /// <returns>As many, without gradients.</returns>
    public Tensor Exchange(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var result = images.detach().clone();
        if (_capacity == 0)
            return result.MoveToOuterDisposeScope();
        var rows = (int)images.shape[0];
        var numbers = _random.Uniform([rows, 2], CPU).data<float>().ToArray();
        var count = _count.item<long>();
        for (var row = 0; row < rows; row++)
        {
            if (count < _capacity)
            {
                _images[count++].copy_(images[row]);
            }
            else if (numbers[2 * row] < 0.5f)
            {
                // A product of floats may round up to the capacity itself.
                var place = Math.Min(_capacity - 1, (int)(numbers[2 * row + 1] * _capacity));
                result[row].copy_(_images[place]);
                _images[place].copy_(images[row]);
            }
        }

        _count.fill_(count);
        return result.MoveToOuterDisposeScope();
    }
}
