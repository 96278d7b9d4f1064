using Gan.Training;

namespace Gan.Benchmarks.Gates;

/// <summary>Training of hours, which goes on where it was broken off, and says how it went.</summary>
internal static class KeptTraining
{
    private const int StepsBetweenLines = 1_000;

    /// <summary>Trains until a step; after every thousand it writes a checkpoint and a line.</summary>
    /// <param name="trainer">What trains.</param>
    /// <param name="steps">Until when.</param>
    /// <param name="kept">The path of the checkpoint and of the lines, but for the endings. Null to train at once, without
    /// either.</param>
    /// <param name="figures">What a line says after the step: figures of the networks as they are.</param>
    public static void Run(GanTrainer trainer, int steps, string? kept, Func<string> figures)
    {
        if (kept is null)
        {
            trainer.TrainUntil(steps);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(kept))!);
        var checkpoint = kept + ".checkpoint";
        if (File.Exists(checkpoint))
            trainer.LoadCheckpoint(checkpoint);
        while (trainer.Step < steps)
        {
            trainer.TrainUntil(Math.Min(steps, trainer.Step + StepsBetweenLines));
            trainer.SaveCheckpoint(checkpoint);
            File.AppendAllText(kept + ".log", $"step {trainer.Step}: {figures()}\n");
        }
    }
}
