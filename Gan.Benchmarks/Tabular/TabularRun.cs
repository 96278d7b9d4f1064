using Gan.Onnx.Inference;
using Gan.Training;
using Gan.Training.Evaluation.Tabular;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Tables;

namespace Gan.Benchmarks.Tabular;

/// <summary>One seed on one set: trains a generator, and measures what its rows are worth.</summary>
internal sealed class TabularRun(TabularSet set, int seed, long steps, CtganRecipe recipe)
{
    /// <summary>Trains and measures.</summary>
    public TabularRow Measure()
    {
        var (training, test) = set.Test is { } own ? (set.Table, own) : set.Table.Split(0.3, seed, set.Label);
        var values = new Dictionary<string, double> { ["training rows"] = training.RowCount, ["test rows"] = test.RowCount };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var trainer = Train(training, values);
        var bundle = BundleExporter.Export(trainer, (DateTime.UtcNow, clock.Elapsed)).Bundle;
        values["training seconds"] = clock.Elapsed.TotalSeconds;
        using var session = new TableSession(bundle);
        var synthetic = training.WithRows(Generate(session, training.RowCount, []));
        var counts = training
            .Column(set.Label)
            .Values.Where(v => !double.IsNaN(v))
            .CountBy(v => v)
            .ToDictionary(c => (int)c.Key, c => c.Value);
        var positive = training.Column(set.Label).Categories!.ToList().IndexOf(set.Positive);
        var lacking = counts.Values.Sum() - 2 * counts[positive];
        var balanced =
            lacking <= 0
                ? training
                : training.Append(training.WithRows(Generate(session, lacking, new() { [set.Label] = set.Positive })));

        Add(values, "real", TableUtility.Measure(training, test, set.Label, set.Positive, seed: seed));
        Add(values, "SMOTE", TableUtility.Measure(training, test, set.Label, set.Positive, smote: true, seed: seed));
        Add(values, "real and GAN, balanced", TableUtility.Measure(balanced, test, set.Label, set.Positive, seed: seed));
        Add(values, "GAN only (TSTR)", TableUtility.Measure(synthetic, test, set.Label, set.Positive, seed: seed));
        Add(
            values,
            "real and as many GAN",
            TableUtility.Measure(training.Append(synthetic), test, set.Label, set.Positive, seed: seed)
        );

        var similarity = TableSimilarity.Of(training, synthetic);
        (values["similarity of columns"], values["similarity of pairs"]) = (similarity.MeanColumn, similarity.MeanPair);
        var sample = Enumerable.Range(0, Math.Min(1000, Math.Min(test.RowCount, synthetic.RowCount))).ToArray();
        var (made, real) = (
            ClosestRecords.Of(training, synthetic.Select(sample)),
            ClosestRecords.Of(training, test.Select(sample))
        );
        (values["closest record, median: GAN"], values["closest record, median: test"]) = (made.Median, real.Median);
        (values["closest record, 5 %: GAN"], values["closest record, 5 %: test"]) = (made.FifthPercentile, real.FifthPercentile);
        (values["copies: GAN"], values["copies: test"]) = ((double)made.Copies / made.Rows, (double)real.Copies / real.Rows);
        return new TabularRow(seed, values);
    }

    private GanTrainer Train(Table training, Dictionary<string, double> values)
    {
        var fitting = recipe with { BatchSize = Math.Clamp(training.RowCount / recipe.Packing, 2, recipe.BatchSize) };
        var trainer = new GanTrainer(
            fitting,
            TableEncoding.Fit(training).ToDataset(training, seed),
            new TrainingSettings { Seed = seed, Device = "cpu" }
        );
        trainer.TrainUntil(steps);
        foreach (var count in new[] { 1, 2, 3, 5 })
        {
            if (ConditionHeeding.Measure(trainer, count) is { } share)
                values[$"conditions heeded by the network, {count} at once"] = share;
        }

        return trainer;
    }

    private float[] Generate(TableSession session, int count, Dictionary<string, string> conditions)
    {
        var values = new float[count * session.Columns.Count];
        int[] places = session.Conditions(conditions);
        int[] each = [.. Enumerable.Range(0, count).SelectMany(_ => places)];
        session.Generate(
            (ulong)seed,
            [.. Enumerable.Range(0, count).Select(i => (long)i)],
            conditions.Count == 0 ? [] : each,
            true,
            values
        );
        return values;
    }

    private static void Add(Dictionary<string, double> values, string name, IReadOnlyList<double> scores)
    {
        values[$"F1 {name}"] = scores.Average();
        foreach (var (i, trainer) in TableUtility.Trainers.Index())
            values[$"F1 {name}, {trainer}"] = scores[i];
    }
}
