using Gan.Benchmarks.Inference;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace Gan.Benchmarks.MLNet;

/// <summary>ML.NET's own transformer of ONNX models, <c>ApplyOnnxModel</c>, which runs the network once for each row; in every
/// setting that a user of it has.</summary>
/// <remarks>The cursor that it gives runs rows on several threads side by side, and no setting says on how many; a set of one
/// cursor is what keeps it to its reader's thread.</remarks>
internal sealed class OnnxTransformerPeer : IDisposable
{
    private const int ScanRounds = 3;

    private readonly MLNetNetwork _network;
    private readonly List<OnnxTransformer> _transformers = [];
    private readonly Dictionary<string, Action<float[]?>> _ways = [];

    /// <param name="network">What it runs, over the network's few rows.</param>
    /// <param name="threads">How many threads it may use: 1, or all that there are.</param>
    public OnnxTransformerPeer(MLNetNetwork network, int threads)
    {
        _network = network;
        var folder = Directory.CreateTempSubdirectory("gan-onnx-");
        try
        {
            var file = Path.Combine(folder.FullName, "model.onnx");
            File.WriteAllBytes(file, network.Model);
            foreach (var count in threads == 1 ? [1] : (int?[])[1, threads, null])
            {
                var view = Transform(file, count);
                var column = view.Schema[network.Output];
                var runs = count switch
                {
                    null => "runs on ONNX Runtime's choice of threads",
                    1 => "runs on 1 thread",
                    _ => $"runs on {count} threads",
                };
                Add($"one cursor, {runs}", () => view.GetRowCursorSet([column], 1)[0]);
                if (threads > 1)
                    Add($"cursors side by side, {runs}", () => view.GetRowCursor([column]));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>How many rows it runs.</summary>
    public int Rows => Math.Min(_network.Rows, MLNetNetwork.Few);

    /// <summary>What its settings are called.</summary>
    public IReadOnlyCollection<string> Settings => _ways.Keys;

    /// <summary>Rows per second by setting: of the fastest round, which a busy machine disturbed least.</summary>
    public IReadOnlyDictionary<string, double> Scan() =>
        _ways
            .Keys.Zip(
                Rounds.TimeAgain(ScanRounds, [.. _ways.Values.Select(run => (Action)(() => run(null)))]),
                (setting, seconds) => (setting, speed: Rows / seconds.Min())
            )
            .ToDictionary(pair => pair.setting, pair => pair.speed);

    /// <summary>Runs all rows in a setting, and reads what comes out.</summary>
    /// <param name="setting">One of the <see cref="Settings"/>.</param>
    /// <param name="kept">Where the results go; null keeps none.</param>
    public void Run(string setting, float[]? kept = null) => _ways[setting](kept);

    public void Dispose() => _transformers.ForEach(transformer => transformer.Dispose());

    private void Add(string setting, Func<DataViewRowCursor> open) =>
        _ways.Add(setting, kept => ColumnReader.Read(open(), _network.Output, kept));

    private IDataView Transform(string file, int? threads)
    {
        var transformer = _network
            .ML.Transforms.ApplyOnnxModel(
                new OnnxOptions
                {
                    ModelFile = file,
                    InputColumns = [_network.Input],
                    OutputColumns = [_network.Output],
                    IntraOpNumThreads = threads,
                    // Layers one after the other: there is nothing to run beside them.
                    InterOpNumThreads = 1,
                }
            )
            .Fit(_network.FewView);
        _transformers.Add(transformer);
        return transformer.Transform(_network.FewView);
    }
}
