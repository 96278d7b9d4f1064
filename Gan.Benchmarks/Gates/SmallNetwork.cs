using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Benchmarks.Gates;

/// <summary>A small convolutional network that learns numbers or classes of grey pictures: what training pictures are worth is
/// measured by what it learns from them.</summary>
internal static class SmallNetwork
{
    private const int Rows = 64;
    private const double LearningRate = 2e-3;

    /// <summary>Trains one with Adam, its learning rate falling to 0, and asks it about other pictures.</summary>
    /// <param name="images">Pictures to learn from, [count, 1, size, size] in [-1, 1].</param>
    /// <param name="answers">What is to be said of each.</param>
    /// <param name="loss">From what is said and the answers to a scalar.</param>
    /// <param name="outputs">Numbers that it says of each.</param>
    /// <param name="test">Pictures to ask about.</param>
    /// <param name="steps">Steps on batches of 64.</param>
    /// <param name="seed">Its seed.</param>
    /// <returns>What it says of them, [count, outputs].</returns>
    public static Tensor Answers(
        Tensor images,
        Tensor answers,
        Func<Tensor, Tensor, Tensor> loss,
        int outputs,
        Tensor test,
        int steps,
        int seed
    )
    {
        var side = (images.shape[2] + 3) / 4;
        using var random = new Generator((ulong)seed, CPU);
        using var network = Sequential(
            Conv2d(1, 16, 5, stride: 2, padding: 2),
            ReLU(),
            Conv2d(16, 32, 3, stride: 2, padding: 1),
            ReLU(),
            Flatten(),
            Linear(32 * side * side, 64),
            ReLU(),
            Linear(64, outputs)
        );
        WeightInitialization.FanIn(network, random);
        using var optimizer = optim.Adam(network.parameters(), LearningRate);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = LearningRate * (1 - (double)step / steps);
            var rows = randint(images.shape[0], [Rows], ScalarType.Int64, generator: random);
            optimizer.zero_grad();
            loss(network.call(images.index_select(0, rows)), answers.index_select(0, rows)).backward();
            optimizer.step();
        }

        using var noGrad = no_grad();
        return cat([.. test.split(256).Select(network.call)], 0);
    }
}
