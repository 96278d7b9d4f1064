using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Export;
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
    private readonly Tensor _real;

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
        _real = DataRows.OnDevice(data, rows, CPU);
        var alone = _trainer.Game.Stages.SkipLast(1).Sum(s => s.Steps);
        _trainer.TrainUntil(alone);
        for (var i = 1; i <= Snapshots; i++)
        {
            _trainer.TrainUntil(alone + (long)steps * i / Snapshots);
            if (i < Snapshots)
                _old.Add(Refine(Game.Refiner, some));
        }
    }

    private SimGanGame Game => (SimGanGame)_trainer.Game;

    /// <summary>What the refiner that is exported, the average, makes of pictures [count, channels, height, width] in
    /// [-1, 1].</summary>
    public Tensor Refine(Tensor images) => Refine(Game.Translator, images);

    /// <summary>How well the discriminator, as it is at the end, tells patches of pictures that it saw refined at nine points of
    /// the training from patches of real ones: the area under the ROC curve.</summary>
    public double RecognizedOld()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        float[] Scores(Tensor images) => Game.Discriminator.call(images).flatten().contiguous().data<float>().ToArray();
        var real = Scores(_real);
        var old = Scores(cat([.. _old], 0));
        return AnomalyMetrics.AucRoc(
            [.. old.Concat(real).Select(score => -score)],
            [.. Enumerable.Range(0, old.Length + real.Length).Select(i => i < old.Length)]
        );
    }

    public void Dispose()
    {
        foreach (var images in _old)
            images.Dispose();
        _real.Dispose();
        _trainer.Dispose();
    }

    private static Tensor Refine(nn.Module<Tensor, Tensor> refiner, Tensor images)
    {
        using var noGrad = no_grad();
        using var mode = new EvaluationMode(refiner);
        return cat([.. images.split(64).Select(refiner.call)], 0).clamp(-1, 1);
    }
}
