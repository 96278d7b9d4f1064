namespace Gan.Benchmarks.Anomaly;

/// <summary>One method on one set with one seed.</summary>
/// <param name="Set">The set.</param>
/// <param name="Method">The method.</param>
/// <param name="Seed">The seed of split and training.</param>
/// <param name="AucRoc">Area under the ROC of the test rows.</param>
/// <param name="AucPr">Their average precision.</param>
/// <param name="F1">F1 where rows above the threshold are called abnormal.</param>
/// <param name="Seconds">How long fitting took.</param>
/// <param name="Picked">The steps picked, by member; empty where nothing is trained step by step.</param>
internal sealed record AnomalyRow(
    string Set,
    string Method,
    int Seed,
    double AucRoc,
    double AucPr,
    double F1,
    double Seconds,
    IReadOnlyList<long> Picked
);
