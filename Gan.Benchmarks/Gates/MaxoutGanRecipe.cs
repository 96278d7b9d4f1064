using Gan.Training.Export;
using Gan.Training.Losses;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Benchmarks.Gates;

/// <summary>The networks and the loss of PacGAN's experiments in the plane (Lin et al. 2018, section 3.1, which are those of
/// Dumoulin et al., "Adversarially Learned Inference", 2017): a generator of four batch-normalized layers of 400, a discriminator
/// of three maxout layers of 200 with five pieces, every weight normal with a deviation of 0.02.</summary>
/// <remarks>Departures: the players learn one after the other instead of at once, and batch norm sees the samples of all places
/// in the packs together.</remarks>
internal sealed record MaxoutGanRecipe : LatentRecipe
{
    private const int GeneratorLayers = 4;
    private const int GeneratorWidth = 400;
    private const int DiscriminatorLayers = 3;
    private const int DiscriminatorWidth = 200;
    private const int Pieces = 5;
    private const double WeightDeviation = 0.02;

    public override string Name => "maxout-gan";

    public override string Method => "PacGAN";

    public override string Paper => "Lin et al.: PacGAN (NeurIPS 2018, arXiv:1712.04086)";

    /// <summary>How many samples are judged together; 1 for the plain GAN.</summary>
    public required int Packing { get; init; }

    /// <summary>The largest coordinate: the networks see and make coordinates, not values in [-1, 1].</summary>
    public required double Limit { get; init; }

    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        var width = LatentSize;
        for (var layer = 0; layer < GeneratorLayers; layer++)
        {
            layers.AddRange([Linear(width, GeneratorWidth, hasBias: false), BatchNorm1d(GeneratorWidth), ReLU()]);
            width = GeneratorWidth;
        }

        layers.AddRange([Linear(width, context.SampleSize), new Scale(1 / Limit)]);
        var network = new GeneratorNetwork(LatentSize, Sequential(layers));
        WeightInitialization.Normal(network, context.WeightRandom, WeightDeviation);
        return network;
    }

    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        var layers = new List<Module<Tensor, Tensor>> { new Scale(Limit) };
        var width = context.SampleSize * Packing;
        for (var layer = 0; layer < DiscriminatorLayers; layer++)
        {
            layers.AddRange([Linear(width, DiscriminatorWidth * Pieces), new Maxout(Pieces)]);
            width = DiscriminatorWidth;
        }

        var network = new Discriminator(Sequential(layers), Linear(width, 1), width) { Packing = Packing };
        WeightInitialization.Normal(network, context.WeightRandom, WeightDeviation);
        return network;
    }

    /// <summary>Multiplies with a constant.</summary>
    private sealed class Scale(double factor) : Module<Tensor, Tensor>(nameof(Scale))
    {
        public override Tensor forward(Tensor input) => input * factor;
    }

    /// <summary>The largest of so many neighbours (Goodfellow et al., "Maxout Networks", 2013).</summary>
    private sealed class Maxout(int pieces) : Module<Tensor, Tensor>(nameof(Maxout))
    {
        public override Tensor forward(Tensor input) => input.reshape(input.shape[0], -1, pieces).max(2).values;
    }

    private sealed class Discriminator : DiscriminatorNetwork
    {
        private readonly Module<Tensor, Tensor> _trunk;
        private readonly Module<Tensor, Tensor> _score;

        public Discriminator(Module<Tensor, Tensor> trunk, Module<Tensor, Tensor> score, int features)
            : base(nameof(MaxoutGanRecipe))
        {
            (_trunk, _score, FeatureCount) = (trunk, score, features);
            RegisterComponents();
        }

        public override int FeatureCount { get; }

        public override DiscriminatorOutput forward(DiscriminatorInput input)
        {
            var features = _trunk.call(input.Samples);
            return new DiscriminatorOutput(_score.call(features), features);
        }

        public override OnnxDiscriminatorOutputs WriteOnnx(
            ModuleGraphWriter writer,
            OnnxDiscriminatorInputs inputs,
            string path
        ) => throw new NotSupportedException("A network of an experiment is not exported.");
    }
}
