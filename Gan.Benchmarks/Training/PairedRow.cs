namespace Gan.Benchmarks.Training;

/// <summary>One workload, ours beside the peer's.</summary>
/// <param name="Workload">What was run.</param>
/// <param name="OursMilliseconds">Median time of one run of it, here.</param>
/// <param name="WithoutOneDnnMilliseconds">The same with oneDNN switched off, in the same rounds.</param>
/// <param name="PeerMilliseconds">Median time of one run of it, in the peer.</param>
/// <param name="Ratio">Median over the rounds of the peer's time divided by ours: above 1 we are faster.</param>
/// <param name="LowestRatio">The smallest of those ratios.</param>
/// <param name="HighestRatio">The largest of those ratios.</param>
/// <param name="Ours">Version and threads, here.</param>
/// <param name="Peer">Version and threads, in the peer.</param>
internal sealed record PairedRow(
    string Workload,
    double OursMilliseconds,
    double WithoutOneDnnMilliseconds,
    double PeerMilliseconds,
    double Ratio,
    double LowestRatio,
    double HighestRatio,
    string Ours,
    string Peer
);
