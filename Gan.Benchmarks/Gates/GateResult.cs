namespace Gan.Benchmarks.Gates;

/// <summary>A gate after its runs.</summary>
/// <param name="Gate">Its name.</param>
/// <param name="Protocol">What was run and how it was counted.</param>
/// <param name="Published">What the literature reports.</param>
/// <param name="Demand">What is asked of us.</param>
/// <param name="Ours">What was measured, in words.</param>
/// <param name="Passed">Whether that meets the demand.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Rows">Every run.</param>
internal sealed record GateResult(
    string Gate,
    string Protocol,
    string Published,
    string Demand,
    string Ours,
    bool Passed,
    double Seconds,
    IReadOnlyList<SeedRow> Rows
);
