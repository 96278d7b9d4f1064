namespace Gan.Cli.Diagnosis;

/// <summary>Something that was looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Advice">What is wrong with it and what to do; null where nothing is.</param>
/// <param name="IsBroken">Whether something does not work at all because of it.</param>
internal sealed record Finding(string Name, string Value, string? Advice = null, bool IsBroken = false);
