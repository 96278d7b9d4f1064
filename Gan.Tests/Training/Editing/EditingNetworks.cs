using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Editing;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Editing;

/// <summary>Generators to project onto and to edit with.</summary>
internal static class EditingNetworks
{
    public static readonly ValueRange Range = new() { Minimum = 0, Maximum = 1 };

    /// <summary>A generator whose pictures are linear in the latent: [channels, side, side] = A z + b.</summary>
    public static GeneratorNetwork Linear(int latent, int channels, int side, int seed)
    {
        var layer = nn.Linear(latent, channels * side * side);
        using var noGrad = no_grad();
        using var random = new Generator((ulong)seed, CPU);
        layer.weight!.normal_(0, 0.3, random);
        layer.bias!.normal_(0, 0.1, random);
        return new GeneratorNetwork(latent, nn.Sequential(layer, nn.Unflatten(1, [channels, side, side])));
    }

    public static PictureGenerator Of(GeneratorNetwork network, params int[] shape) =>
        new(network, LatentDistribution.Normal, shape, Range);

    /// <summary>A short run on the digits: long enough that its samples are strokes.</summary>
    public static GanTrainer Digits(int steps, Recipe? recipe = null)
    {
        var trainer = new GanTrainer(
            recipe ?? new DcganRecipe { LatentSize = 16, FeatureMaps = 16 },
            Dataset.Digits(),
            new TrainingSettings { Device = TestDevice.Name, ReportEvery = int.MaxValue }
        );
        trainer.TrainUntil(steps);
        return trainer;
    }
}
