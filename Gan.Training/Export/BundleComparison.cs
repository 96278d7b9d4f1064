using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Runs the models of a bundle beside the networks of the run that they come from.</summary>
internal sealed class BundleComparison(GanTrainer trainer)
{
    private static readonly int[] BatchSizes = [1, 2, 17, 64];

    private GeneratorNetwork Generator => trainer.SamplingGenerator;

    private DiscriminatorNetwork Discriminator => trainer.ScoringDiscriminator;

    /// <summary>The differences found, of every output of both models.</summary>
    public IReadOnlyList<ExportDifference> Run(GanBundle bundle)
    {
        using var random = new Generator((ulong)(trainer.Settings.Seed + trainer.Step), CPU);
        using var generating = new EvaluationMode(Generator);
        using var judging = new EvaluationMode(Discriminator);
        return [.. CompareGenerator(bundle, random), .. CompareDiscriminator(bundle, random)];
    }

    private IReadOnlyList<ExportDifference> CompareGenerator(GanBundle bundle, Generator random)
    {
        List<ComparedInput> inputs = [new("z", Latents)];
        if (Generator.ClassCount > 0)
            inputs.Add(new("label", (rows, r) => Labels(Generator.ClassCount, rows, r)));
        if (Generator.Codes is not null)
            inputs.Add(new("code", Codes));
        Tensor[] Network(Tensor[] given)
        {
            var samples = Generator.Generate(
                new GeneratorInput(
                    OnDevice(given[0]),
                    Generator.ClassCount > 0 ? OnDevice(given[1]) : null,
                    Generator.Codes is null ? null : OnDevice(given[^1])
                )
            );
            return [ValueScaling.FromNetwork(samples, trainer.Data.Range)];
        }

        // On the network's scale, [-1, 1], so that the data's unit does not matter.
        return ModelComparison.Run(
            bundle.GetModel(GanBundle.GeneratorFile).ToArray(),
            inputs,
            [("x", ValueScaling.Half(trainer.Data.Range))],
            Network,
            BatchSizes,
            random
        );
    }

    private IReadOnlyList<ExportDifference> CompareDiscriminator(GanBundle bundle, Generator random)
    {
        List<ComparedInput> inputs = [new("x", Samples)];
        if (Discriminator.ClassCount > 0)
            inputs.Add(new("label", (rows, r) => Labels(Discriminator.ClassCount, rows, r)));
        Tensor[] Network(Tensor[] given)
        {
            var output = Judge(given[0], Discriminator.ClassCount > 0 ? given[1] : null);
            return [.. new[] { -output.Score, output.Features, output.Classes, output.Code }.OfType<Tensor>()];
        }

        List<(string Name, double? Unit)> outputs = [("score", null), ("features", null)];
        var (hasClasses, hasCode) = Heads(random);
        if (hasClasses)
            outputs.Add(("classes", null));
        if (hasCode)
            outputs.Add(("code", null));
        return ModelComparison.Run(
            bundle.GetModel(GanBundle.DiscriminatorFile).ToArray(),
            inputs,
            outputs,
            Network,
            BatchSizes,
            random
        );
    }

    /// <summary>Which heads the discriminator has beside the score, as seen in what it says of a row.</summary>
    private (bool Classes, bool Code) Heads(Generator random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var labels = Discriminator.ClassCount > 0 ? Labels(Discriminator.ClassCount, 1, random) : null;
        var output = Judge(Samples(1, random), labels);
        return (output.Classes is not null, output.Code is not null);
    }

    private DiscriminatorOutput Judge(Tensor rows, Tensor? labels)
    {
        var samples = ValueScaling.ToNetwork(OnDevice(rows), trainer.Data.Range);
        if (Discriminator.Packing > 1)
            samples = cat([.. Enumerable.Repeat(samples, Discriminator.Packing)], 1);
        return Discriminator.Judge(samples, labels is null ? null : OnDevice(labels));
    }

    private Tensor Latents(long rows, Generator random)
    {
        long[] size = [rows, Generator.LatentSize];
        return trainer.Recipe.LatentDistribution == LatentDistribution.Normal
            ? randn(size, ScalarType.Float32, CPU, generator: random)
            : rand(size, ScalarType.Float32, CPU, generator: random) * 2 - 1;
    }

    private Tensor Codes(long rows, Generator random)
    {
        var codes = Generator.Codes!;
        var parts = codes
            .Categorical.Select(count => nn.functional.one_hot(Labels(count, rows, random), count).to(ScalarType.Float32))
            .ToList();
        if (codes.Continuous > 0)
            parts.Add(rand([rows, codes.Continuous], ScalarType.Float32, CPU, generator: random) * 2 - 1);
        return cat(parts, 1);
    }

    /// <summary>Half generated, half noise over the whole range: the discriminator must agree on both kinds of input.</summary>
    private Tensor Samples(long rows, Generator random)
    {
        var generated = Generator
            .Generate(
                new GeneratorInput(
                    OnDevice(Latents(rows, random)),
                    Generator.ClassCount > 0 ? OnDevice(Labels(Generator.ClassCount, rows, random)) : null,
                    Generator.Codes is null ? null : OnDevice(Codes(rows, random))
                )
            )
            .cpu();
        var noise = rand(generated.shape, ScalarType.Float32, CPU, generator: random) * 2 - 1;
        var half = (rows + 1) / 2;
        return ValueScaling.FromNetwork(
            cat([generated.narrow(0, 0, half), noise.narrow(0, half, rows - half)], 0),
            trainer.Data.Range
        );
    }

    private static Tensor Labels(int count, long rows, Generator random) =>
        randint(0, count, [rows], ScalarType.Int64, CPU, generator: random);

    private Tensor OnDevice(Tensor tensor) => tensor.to(trainer.Device);
}
