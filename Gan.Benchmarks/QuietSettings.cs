using Gan.Training;

namespace Gan.Benchmarks;

/// <summary>How a run trains whose result alone is wanted: on the processor, without reports.</summary>
internal static class QuietSettings
{
    /// <summary>Those of a seed.</summary>
    public static TrainingSettings Of(int seed) =>
        new()
        {
            Device = "cpu",
            Seed = seed,
            ReportEvery = int.MaxValue,
        };
}
