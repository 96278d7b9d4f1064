namespace Gan.Training;

/// <summary>What both players lost at one step.</summary>
/// <param name="Step">Generator updates done, this one included.</param>
/// <param name="Discriminator">The discriminator's loss.</param>
/// <param name="Generator">The generator's loss.</param>
public sealed record StepLosses(long Step, double Discriminator, double Generator)
{
    /// <summary>What else was read at that step, by name: gradient norms, and what parts of the game tell of
    /// themselves.</summary>
    public IReadOnlyDictionary<string, double> Readings { get; init; } = new Dictionary<string, double>();
}
