using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gan.Onnx.Inference;

/// <summary>What networks compute, for whoever listens: activities and instruments of the name "Gan.Onnx".</summary>
/// <remarks>
/// <c>gan.inference</c>, an activity for each run of a network; <c>gan.inference.rows</c>, a counter;
/// <c>gan.inference.duration</c>, a histogram in seconds. Their tags: <c>gan.model</c> is generator, discriminator and so on,
/// <c>gan.device</c> is cpu or cuda, and <c>error.type</c> says that a run failed. Where nobody listens a run costs no more than
/// asking so.
/// </remarks>
internal static class InferenceTelemetry
{
    private const string Name = "Gan.Onnx";

    private static readonly ActivitySource Source = new(Name, GanVersion.Current);
    private static readonly Meter Meter = new(Name, GanVersion.Current);

    private static readonly Counter<long> Rows = Meter.CreateCounter<long>(
        "gan.inference.rows",
        "{row}",
        "Rows, or images of any size, that networks computed."
    );

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "gan.inference.duration",
        "s",
        "How long a run of a network took."
    );

    /// <summary>Begins to measure a run; dispose of it when the run has ended.</summary>
    /// <param name="file">The model's file name.</param>
    /// <param name="rows">How many rows the run is on.</param>
    /// <param name="onDevice">Whether it runs on a GPU.</param>
    /// <returns>Null where nobody listens.</returns>
    public static Run? Begin(string file, long rows, bool onDevice) =>
        Source.HasListeners() || Rows.Enabled || Duration.Enabled ? new Run(file, rows, onDevice) : null;

    /// <summary>A run that is measured.</summary>
    public sealed class Run : IDisposable
    {
        private readonly Activity? _activity;
        private readonly long _rows;
        private readonly long _began = Stopwatch.GetTimestamp();
        private TagList _tags;
        private bool _failed;

        public Run(string file, long rows, bool onDevice)
        {
            _rows = rows;
            _tags = new TagList
            {
                { "gan.model", Path.GetFileNameWithoutExtension(file) },
                { "gan.device", onDevice ? SessionFactory.Cuda : SessionFactory.Cpu },
            };
            _activity = Source.StartActivity("gan.inference");
            _activity?.SetTag("gan.rows", rows);
            foreach (var (name, value) in _tags)
                _activity?.SetTag(name, value);
        }

        /// <summary>Says that the run failed.</summary>
        public void Fail(Exception reason)
        {
            _failed = true;
            _tags.Add("error.type", reason.GetType().FullName);
            _activity?.SetStatus(ActivityStatusCode.Error, reason.Message);
        }

        public void Dispose()
        {
            if (!_failed)
                Rows.Add(_rows, _tags);
            Duration.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, _tags);
            _activity?.Dispose();
        }
    }
}
