using System.Diagnostics;
using Gan.Training.Guards;

namespace Gan.Training;

/// <summary>What a run has told so far, in memory and in its folder's files.</summary>
/// <remarks>
/// Each report is appended as it comes, so that it can be watched. At each checkpoint the files are written anew, whole: from
/// then on they hold the reports that belong to the steps, and no longer those that only the clock asked for. So a resumed run's
/// files do not depend on where it was interrupted.
/// </remarks>
internal sealed class RunRecord(RunFolder folder)
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(1);
    private readonly List<StepReport> _reports = [];
    private readonly List<GuardFinding> _findings = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _nextStatus = TimeSpan.Zero;
    private RunStatus? _status;
    private (int Reports, long Bytes) _saved;

    public IReadOnlyList<StepReport> Reports => _reports;

    public IReadOnlyList<GuardFinding> Findings => _findings;

    public int Rollbacks => _findings.Count(f => f.WentBackTo is not null);

    /// <summary>Takes up what was reported until a step; what came after it will be reported again.</summary>
    public void Load(long step)
    {
        _reports.Clear();
        _findings.Clear();
        _saved = (0, 0);
        _reports.AddRange(folder.ReadMetrics().Where(l => l.Step <= step));
        _findings.AddRange(folder.ReadFindings().Where(f => f.Step <= step || f.WentBackTo is not null));
    }

    public void Add(StepReport report)
    {
        _reports.Add(report);
        AddLive(report);
    }

    /// <summary>Shows a report that does not belong to the record.</summary>
    public void AddLive(StepReport report) => RunFolder.Append(folder.Metrics, report);

    public void Add(GuardFinding finding) => _findings.Add(finding);

    /// <summary>Shows a finding before it is saved.</summary>
    public void AddLive(GuardFinding finding)
    {
        Add(finding);
        RunFolder.Append(folder.Findings, finding);
    }

    /// <summary>Adds metrics to the report of a step, if that was the last.</summary>
    public void AddMetrics(long step, IReadOnlyDictionary<string, double> metrics)
    {
        if (_reports is [.., var last] && last.Step == step)
            _reports[^1] = last with { Metrics = last.Metrics.Concat(metrics).ToDictionary() };
    }

    public void ForgetAfter(long step)
    {
        _reports.RemoveAll(l => l.Step > step);
        _saved = (0, 0);
    }

    public void Save()
    {
        // Only what came since the last time is written; what was shown live since then is replaced by it. A kill in between
        // leaves less than is known, and the checkpoint that belongs to it is not written yet.
        _saved =
            _saved.Bytes == 0
                ? (_reports.Count, RunFolder.Write(folder.Metrics, _reports))
                : (_reports.Count, RunFolder.Replace(folder.Metrics, _saved.Bytes, _reports.Skip(_saved.Reports)));
        if (_findings.Count > 0 || File.Exists(folder.Findings))
            RunFolder.Write(folder.Findings, _findings);
    }

    /// <summary>Tells where the run stands, at most once a second.</summary>
    public void Show(RunStatus status)
    {
        _status = status;
        if (_clock.Elapsed < _nextStatus)
            return;
        _nextStatus = _clock.Elapsed + StatusInterval;
        Write(status);
    }

    /// <summary>Tells how the run ended.</summary>
    public void End(RunStatus status) =>
        Write(
            status with
            {
                StepsPerSecond = _status?.StepsPerSecond ?? 0,
                RemainingSeconds = status.State == RunState.Finished ? 0 : _status?.RemainingSeconds ?? 0,
            }
        );

    private void Write(RunStatus status) => AtomicFile.WriteText(folder.Status, RunFolder.Text(status) + "\n");
}
