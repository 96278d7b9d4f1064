using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Tables;

namespace Gan.Training.Evaluation.Tabular;

/// <summary>Measures the rows that a bundle of a table makes: how like the training rows they are, column by column and pair by
/// pair, and what they tell of single training rows.</summary>
/// <remarks>Distances between rows are Gower's (1971): the mean over the columns of the difference in units of the training rows'
/// range, or of 0 and 1 for categories. No figure here proves privacy; a bad one disproves it.</remarks>
public sealed class TableEvaluation
{
    /// <summary>The fewest rows of each kind that figures are made of.</summary>
    public const int FewestRows = 20;

    private const string Network = "none";
    private readonly GanBundle _bundle;
    private readonly Table _training;
    private readonly Table? _heldOut;
    private readonly EvaluationSettings _settings;

    /// <summary>Prepares an evaluation.</summary>
    /// <param name="bundle">A bundle of a table.</param>
    /// <param name="training">The rows that it was trained on. Columns are found by their names; those that the bundle does not
    /// make are left out.</param>
    /// <param name="heldOut">Rows of the same kind that were not trained on, which every figure of privacy is judged by; null for
    /// none.</param>
    /// <param name="settings">How many rows to generate, the seed and the resamples; defaults when null. At most as many rows of
    /// each kind are looked at.</param>
    /// <exception cref="GanException">The bundle is of no table, a column is missing or of another kind, there are fewer than
    /// <see cref="FewestRows"/> rows, or a setting is out of its range.</exception>
    public TableEvaluation(GanBundle bundle, Table training, Table? heldOut = null, EvaluationSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(training);
        _settings = settings ?? new EvaluationSettings();
        Validation.OptionCheck.Require(_settings);
        if (bundle.Manifest.Table is not { } table)
            throw new GanException("The bundle makes no rows of a table; evaluate it with BundleEvaluation.");
        (_bundle, _training) = (bundle, BundleTables.Align(training, table.Columns));
        _heldOut = heldOut is null ? null : BundleTables.Align(heldOut, table.Columns);
        foreach (var rows in new[] { _training, _heldOut }.OfType<Table>())
        {
            if (rows.RowCount < FewestRows)
                throw new GanException(
                    $"The table '{rows.Name}' has {rows.RowCount} rows; at least {FewestRows} are needed for any figure."
                );
        }
    }

    /// <summary>Measures.</summary>
    /// <param name="progress">Told what is measured next.</param>
    /// <param name="cancellation">Checked between figures.</param>
    /// <exception cref="GanException">The generator cannot be run, or makes hardly anything but training rows.</exception>
    public EvaluationReport Run(Action<string>? progress = null, CancellationToken cancellation = default)
    {
        using var session = new TableSession(_bundle);
        var count = Math.Max(FewestRows, Math.Min(_settings.Samples, _training.RowCount));
        Next(string.Create(CultureInfo.InvariantCulture, $"generating {count} rows"));
        var generated = BundleTables.Generate(session, "generated rows", count, _settings.Seed);
        var training = Some(_training, count);
        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"{count} generated rows, {training.RowCount} of {_training.RowCount} rows of {_training.Name}, seed {_settings.Seed}"
        );
        Next("columns and pairs of columns");
        var figures = new List<EvaluationFigure>();
        figures.AddRange(Likeness(generated, protocol));
        Next("closest training rows");
        var distances = ClosestRecords.Distances(_training, _training, generated);
        figures.Add(Closest("closest training row, median", distances, 0.5, "as held-out rows", protocol));
        figures.Add(Closest("closest training row, of one in twenty", distances, 0.05, "as held-out rows", protocol));
        figures.Add(Share("equal to a training row", distances, protocol));
        double[]? references = null;
        if (_heldOut is not null)
        {
            Next("closest training rows of held-out rows");
            var heldOut = Some(_heldOut, count);
            references = ClosestRecords.Distances(_training, _training, heldOut);
            figures.AddRange(AgainstHeldOut(heldOut, references, distances, protocol));
            Next("membership attack");
            figures.AddRange(Attack(training, heldOut, generated));
        }

        return new EvaluationReport(
            _bundle.Manifest.Method,
            _training.Name,
            Network,
            count,
            _settings.Seed,
            figures,
            [.. Notes(session.HasFingerprints, references)]
        );

        void Next(string what)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(what);
        }
    }

    private IEnumerable<EvaluationFigure> Likeness(Table generated, string protocol)
    {
        var alike = TableSimilarity.Of(_training, generated);
        var worst = Enumerable.Range(0, alike.Columns.Count).MinBy(i => alike.Columns[i]);
        const string How = "1 less the largest distance of distribution functions, for categories the overlap of shares";
        yield return new EvaluationFigure("columns alike", alike.MeanColumn, "1", $"{How}; {protocol}");
        yield return new EvaluationFigure(
            $"columns alike, the worst: {_training.Columns[worst].Name}",
            alike.Columns[worst],
            "1",
            $"{How}; {protocol}"
        );
        yield return new EvaluationFigure(
            "pairs of columns alike",
            alike.MeanPair,
            "1",
            $"1 less half the difference of correlations, with categories the overlap of joint shares; {protocol}"
        );
    }

    /// <param name="heldOut">Rows that were not trained on.</param>
    /// <param name="references">Their distances to the closest training rows.</param>
    /// <param name="distances">Those of generated rows.</param>
    /// <param name="protocol">How the latter were measured.</param>
    private IEnumerable<EvaluationFigure> AgainstHeldOut(Table heldOut, double[] references, double[] distances, string protocol)
    {
        var rows = string.Create(CultureInfo.InvariantCulture, $"{heldOut.RowCount} held-out rows of {heldOut.Name}");
        yield return Closest("held-out rows: closest training row, median", references, 0.5, "yardstick", rows);
        yield return Closest("held-out rows: closest training row, of one in twenty", references, 0.05, "yardstick", rows);
        yield return Share("held-out rows: equal to a training row", references, rows) with
        {
            Better = "yardstick",
        };
        yield return new EvaluationFigure(
            "nearer to training rows than held-out rows",
            new MemorizationCheck(distances, references).Closeness,
            "about 0.5",
            $"{rows}; {protocol}"
        );
    }

    private IEnumerable<EvaluationFigure> Attack(Table training, Table heldOut, Table generated)
    {
        var members = ClosestRecords.Distances(_training, generated, training);
        var others = ClosestRecords.Distances(_training, generated, heldOut);
        var attack = MembershipAttack.Of(members, others);
        var how =
            "who has the generated rows says that a row was trained on where one of them is near (Chen et al. 2020); "
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{members.Length} training and {others.Length} held-out rows, {generated.RowCount} generated, seed "
                    + $"{_settings.Seed}"
            );
        yield return new EvaluationFigure("membership attack, area under the ROC curve", attack.Auc, "about 0.5", how)
        {
            Interval = Interval(members, others, attack.Auc, a => a.Auc),
        };
        yield return new EvaluationFigure("membership attack, advantage", attack.Advantage, "about 0", how)
        {
            Interval = Interval(members, others, attack.Advantage, a => a.Advantage),
        };
    }

    /// <summary>Rows of both kinds are drawn anew, as many as there are.</summary>
    private ConfidenceInterval? Interval(double[] members, double[] others, double figure, Func<MembershipAttack, double> of)
    {
        if (_settings.Resamples == 0)
            return null;
        var random = new Random(_settings.Seed);
        return Bootstrap.Interval(
            figure,
            members.Length,
            _settings.Resamples,
            _settings.Seed,
            drawn => of(MembershipAttack.Of([.. drawn.Select(i => members[i])], random.GetItems(others, others.Length)))
        );
    }

    private static IEnumerable<string> Notes(bool hasFingerprints, double[]? references)
    {
        if (references is null)
            yield return "No held-out rows were given (--held-out): how near is too near, and whether training rows can be told "
                + "from others, is not known without them.";
        else if (references.Count(d => d == 0) is > 0 and var shared)
            yield return $"{shared} of the {references.Length} held-out rows equal a training row in all columns; as people, "
                + "they may be others.";
        if (hasFingerprints)
            yield return "The bundle holds fingerprints of the training rows: whoever has it can ask whether a row was trained "
                + "on, whatever the attack's figure. Without them: gan train --no-fingerprints.";
        yield return "Figures find copying; none of them proves privacy.";
    }

    private EvaluationFigure Closest(string name, double[] distances, double share, string better, string protocol) =>
        new(name, Bootstrap.Percentile([.. distances.Order()], share), better, $"Gower's distance; {protocol}")
        {
            Interval =
                _settings.Resamples == 0
                    ? null
                    : Bootstrap.Interval(
                        Bootstrap.Percentile([.. distances.Order()], share),
                        distances.Length,
                        _settings.Resamples,
                        _settings.Seed,
                        rows => Bootstrap.Percentile([.. rows.Select(r => distances[r]).Order()], share)
                    ),
        };

    private static EvaluationFigure Share(string name, double[] distances, string protocol) =>
        new(name, distances.Average(d => d == 0 ? 1.0 : 0), "as held-out rows", $"in all columns; {protocol}");

    /// <summary>As many rows as are looked at, drawn at random.</summary>
    private Table Some(Table table, int count)
    {
        var rows = Enumerable.Range(0, table.RowCount).ToArray();
        new Random(_settings.Seed).Shuffle(rows);
        return table.Select(rows[..Math.Min(count, rows.Length)]);
    }
}
