using Gan.Onnx;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Native;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>Lets the generator learn against the discriminator as it will be after some updates, its gradient flowing through
/// those updates: L. Metz, B. Poole, D. Pfau, J. Sohl-Dickstein, "Unrolled Generative Adversarial Networks", ICLR 2017.</summary>
/// <remarks>The updates are Adam's, from the moments that the discriminator's own optimizer has: they are kept here a second
/// time, since an optimizer does not show its state. The discriminator itself is not changed.</remarks>
internal sealed class Unrolling : GamePart
{
    private const double Epsilon = 1e-8;
    private readonly UnrolledGanRecipe _recipe;
    private Player _player = null!;
    private Tensor _mean = null!;
    private Tensor _square = null!;
    private Tensor _count = null!;

    public Unrolling(UnrolledGanRecipe recipe) => _recipe = recipe;

    public override IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor>
        {
            ["mean"] = _mean,
            ["square"] = _square,
            ["count"] = _count,
        };

    public override void Prepare(Game game)
    {
        _player = game.Player(LatentGame.DiscriminatorName);
        using var noGrad = no_grad();
        _mean = zeros_like(_player.Parameters.Values).DetachFromDisposeScope();
        _square = zeros_like(_player.Parameters.Values).DetachFromDisposeScope();
        _count = zeros([], ScalarType.Float64, game.Device).DetachFromDisposeScope();
    }

    public override void BeforeUpdate(Player player, StepContext context)
    {
        if (player != _player)
            return;
        var gradients = player.Parameters.Gradients;
        _mean.mul_(_recipe.Beta1).add_(gradients, 1 - _recipe.Beta1);
        _square.mul_(_recipe.Beta2).addcmul_(gradients, gradients, 1 - _recipe.Beta2);
        _count.add_(1);
    }

    /// <summary>What the discriminator will say of generated samples after the updates.</summary>
    public DiscriminatorOutput Pass(Tensor real, Tensor fake, AdversarialLoss adversarial)
    {
        if (
            _player.Network<DiscriminatorNetwork>(LatentGame.DiscriminatorName)
            is not HeadedDiscriminator { ScoreHead: { } head } network
        )
            throw new GanException("Only a discriminator with a trunk and a score head can be unrolled.");
        var shapes = network.parameters().Select(p => p.shape).ToArray();
        var values = _player.Parameters.Values.detach().clone().requires_grad_();
        var (beta1, beta2) = (_recipe.Beta1, _recipe.Beta2);
        var (mean, square, count) = (_mean, _square, _count.clone());
        for (var i = 0; i < _recipe.LookAhead; i++)
        {
            var loss = adversarial.DiscriminatorLoss(
                Run(network.Trunk, head, real, values, shapes),
                Run(network.Trunk, head, fake, values, shapes)
            );
            var gradient = autograd.grad([loss], [values], retain_graph: true, create_graph: true)[0];
            mean = beta1 * mean + (1 - beta1) * gradient;
            square = beta2 * square + (1 - beta2) * gradient * gradient;
            count = count + 1;
            var meanCorrection = (1 - (count * Math.Log(beta1)).exp()).to(ScalarType.Float32);
            var squareCorrection = (1 - (count * Math.Log(beta2)).exp()).to(ScalarType.Float32);
            // The root's derivative at zero is infinite, so the smallest number is added inside it as well.
            values =
                values - _player.LearningRate * (mean / meanCorrection) / ((square / squareCorrection + 1e-16).sqrt() + Epsilon);
        }

        return Run(network.Trunk, head, fake, values, shapes);
    }

    private static DiscriminatorOutput Run(
        Module<Tensor, Tensor> trunk,
        Module<Tensor, Tensor> head,
        Tensor x,
        Tensor values,
        long[][] shapes
    )
    {
        var weights = new Queue<Tensor>();
        var start = 0L;
        foreach (var shape in shapes)
        {
            var size = shape.Aggregate(1L, (product, n) => product * n);
            weights.Enqueue(FlatParameters.View(values.narrow(0, start, size), shape));
            start += size;
        }

        var features = Run(trunk, x, weights);
        return new DiscriminatorOutput(Run(head, features, weights), features);
    }

    /// <summary>Runs a module with other weights than its own, taken in the order of its parameters.</summary>
    private static Tensor Run(Module module, Tensor x, Queue<Tensor> weights) =>
        module switch
        {
            Sequential layers => layers.children().Aggregate(x, (value, layer) => Run(layer, value, weights)),
            Linear linear => functional.linear(x, weights.Dequeue(), linear.bias is null ? null : weights.Dequeue()),
            OneDnnLinear linear => OneDnnProduct.Linear(x, weights.Dequeue(), linear.Bias is null ? null : weights.Dequeue()),
            Conv2d convolution => functional.conv2d(
                x,
                weights.Dequeue(),
                convolution.bias is null ? null : weights.Dequeue(),
                convolution.stride,
                convolution.padding,
                convolution.dilation,
                convolution.groups
            ),
            Module<Tensor, Tensor> layer when !layer.parameters().Any() && !layer.buffers().Any() => layer.forward(x),
            _ => throw new GanException(
                $"A discriminator with a layer {module.GetType().Name} cannot be unrolled; use linear layers, convolutions "
                    + $"and activations."
            ),
        };
}
