using Gan.Training;

namespace Gan.Tests.Training;

/// <summary>Reports of games of a generator and a discriminator.</summary>
internal static class TestReports
{
    public static StepReport Of(
        long step,
        double discriminator,
        double generator,
        IReadOnlyDictionary<string, double>? metrics = null
    ) =>
        new(
            step,
            new Dictionary<string, double> { ["discriminator"] = discriminator, ["generator"] = generator },
            metrics ?? new Dictionary<string, double>()
        );
}
