using System.Reflection;
using Microsoft.ML.Runtime;

namespace Gan.Tests.Training.Trainers;

/// <summary>An environment that writes down what is reported on its progress channels, and shows nothing else.</summary>
public class RecordingEnvironment : DispatchProxy
{
    private object _recorder = null!;

    /// <summary>Each report: steps done, steps in all, and the metrics.</summary>
    public static (
        IHostEnvironment Environment,
        List<(double Done, double? All, double?[] Metrics)> Reports,
        List<string> Header
    ) Create()
    {
        var environment = Create<IHostEnvironment, RecordingEnvironment>();
        var recorder = new Recorder();
        ((RecordingEnvironment)(object)environment)._recorder = recorder;
        return (environment, recorder.Reports, recorder.Header);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name switch
        {
            nameof(IHostEnvironment.StartProgressChannel) => _recorder,
            _ => null,
        };

    private sealed class Recorder : IProgressChannel, IProgressEntry
    {
        private readonly double?[] _metrics = new double?[2];
        private double _done;
        private double? _all;
        private Action<IProgressEntry>? _fill;

        public List<(double Done, double? All, double?[] Metrics)> Reports { get; } = [];

        public List<string> Header { get; } = [];

        public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
        {
            Header.AddRange([.. header.UnitNames, .. header.MetricNames]);
            _fill = fillAction;
            Pull();
        }

        public void Checkpoint(params double?[] values) => Pull();

        public void SetProgress(int unit, double value) => (_done, _all) = (value, null);

        public void SetProgress(int unit, double value, double lim) => (_done, _all) = (value, lim);

        public void SetMetric(int unit, double value) => _metrics[unit] = value;

        public IProgressChannel StartProgressChannel(string name) => this;

        public void Dispose() => Pull();

        private void Pull()
        {
            _fill!(this);
            Reports.Add((_done, _all, [.. _metrics]));
        }
    }
}
