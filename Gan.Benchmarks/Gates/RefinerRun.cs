using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>One training run of SimGAN, and what became of the simulated pictures, then and on the way.</summary>
internal sealed class RefinerRun : IDisposable
{
    private const int Snapshots = 10;
    private const int Kept = 64;
    private readonly GanTrainer _trainer;
    private readonly List<Tensor> _old = [];

    /// <summary>Trains.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Real pictures, with simulated ones as sources.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="steps">Steps of turns, after those in which one network learns alone.</param>
    public RefinerRun(SimGanRecipe recipe, Dataset data, int seed, int steps)
    {
        _trainer = new GanTrainer(recipe, data, QuietSettings.Of(seed));
        int[] rows = [.. Enumerable.Range(0, Kept)];
        var some = DataRows.OnDevice(data.SourceImages!.Images, rows, CPU);
        var alone = _trainer.Game.Stages.SkipLast(1).Sum(s => s.Steps);
        _trainer.TrainUntil(alone);
        for (var i = 1; i <= Snapshots; i++)
        {
            _trainer.TrainUntil(alone + (long)steps * i / Snapshots);
            if (i < Snapshots)
                _old.Add(Refine(some));
        }
    }

    /// <summary>What the refiner makes of pictures [count, channels, height, width] in [-1, 1].</summary>
    public Tensor Refine(Tensor images)
    {
        using var noGrad = no_grad();
        var translator = ((TranslationGame)_trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        return cat([.. images.split(64).Select(translator.call)], 0).clamp(-1, 1);
    }

    /// <summary>The share of patches of pictures refined at nine points of the training that the discriminator, as it is at the
    /// end, takes for refined ones.</summary>
    public double RecognizedOld()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var discriminator = ((SimGanGame)_trainer.Game).Discriminator;
        return _old.Average(images => (discriminator.call(images) < 0).to(ScalarType.Float32).mean().item<float>());
    }

    public void Dispose()
    {
        foreach (var images in _old)
            images.Dispose();
        _trainer.Dispose();
    }
}
