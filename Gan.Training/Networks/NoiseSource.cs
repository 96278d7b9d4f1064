using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>Where layers that are random in training mode (noise, dropout) draw from, so that the seed fixes them and a
/// checkpoint holds their state. TorchSharp's own dropout draws from the process's global state.</summary>
public sealed class NoiseSource
{
    /// <summary>Wraps a generator of random numbers.</summary>
    /// <param name="random">Draws on the processor, wherever the networks are; stays the caller's.</param>
    public NoiseSource(Generator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Random = random;
    }

    /// <summary>The generator of random numbers.</summary>
    public Generator Random { get; }

    /// <summary>Standard normal noise of the shape, type and device of a tensor.</summary>
    /// <param name="like">The tensor.</param>
    public Tensor NormalLike(Tensor like) => Random.Normal(like.shape, like.device, like.dtype);

    /// <summary>Uniform noise in [0, 1) of the shape, type and device of a tensor.</summary>
    /// <param name="like">The tensor.</param>
    public Tensor UniformLike(Tensor like) => Random.Uniform(like.shape, like.device, like.dtype);
}
