using Gan.MLNet.Batching;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Tables.Reading;
using Gan.Training.Tables.Writing;
using Microsoft.ML;

namespace Gan.Cli.Commands;

/// <summary>A file with the score of every row: separated values, or Parquet where its name ends so. Rows are written as they are
/// scored, and none is kept.</summary>
internal sealed class ScoreFile
{
    private readonly Action<string?, float, bool> _write;
    private int _rows,
        _abnormal;

    private ScoreFile(Action<string?, float, bool> write) => _write = write;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="nameColumn">What the names of the rows are; null where they have none.</param>
    /// <param name="score">Adds views to it.</param>
    /// <returns>How many rows there were, and how many of them are abnormal.</returns>
    public static (int Rows, int Abnormal) Write(string path, string? nameColumn, Action<ScoreFile> score)
    {
        ScoreFile? file = null;
        var header = RowCells.Header(nameColumn, "score", "abnormal");
        if (OutputFormat.IsParquet(path))
        {
            var (row, name) = (new ParquetColumn<long?>("row"), new ParquetColumn<string?>(nameColumn ?? "name"));
            var (value, abnormal) = (new ParquetColumn<float?>("score"), new ParquetColumn<bool?>("abnormal"));
            ParquetRows.Write(
                path,
                nameColumn is null ? [row, value, abnormal] : [row, name, value, abnormal],
                rows =>
                {
                    file = new ScoreFile(
                        (called, scored, isAbnormal) =>
                        {
                            row.Add(rows.Count);
                            if (nameColumn is not null)
                                name.Add(called);
                            value.Add(scored);
                            abnormal.Add(isAbnormal);
                            rows.EndRow();
                        }
                    );
                    score(file);
                }
            );
        }
        else
        {
            AtomicFile.Write(
                path,
                stream =>
                {
                    using var writer = new StreamWriter(stream, leaveOpen: true);
                    var row = 0;
                    writer.WriteLine(SeparatedText.Row(header, ','));
                    file = new ScoreFile(
                        (called, scored, isAbnormal) =>
                        {
                            var cells = RowCells.Of(row++, called, CsvFile.Text(scored), isAbnormal ? "true" : "false");
                            writer.WriteLine(SeparatedText.Row(cells, ','));
                        }
                    );
                    score(file);
                }
            );
        }

        return (file!._rows, file._abnormal);
    }

    /// <summary>Adds the columns Score and PredictedLabel of a view.</summary>
    /// <param name="scored">The view.</param>
    /// <param name="names">What its rows are called; null where they have no names.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    /// <exception cref="GanException">A score is not a number, so that the row is neither normal nor abnormal.</exception>
    public void Add(IDataView scored, RowNames? names, CancellationToken cancellation = default)
    {
        var row = 0;
        try
        {
            foreach (var (score, isAbnormal) in Scores(scored))
            {
                cancellation.ThrowIfCancellationRequested();
                _write(names?.Values[row++], score, isAbnormal);
                _rows++;
                _abnormal += isAbnormal ? 1 : 0;
            }
        }
        // A scorer counts rows from the first of the view, which may be some thousands into the file.
        catch (GanException e) when (e.Message.EndsWith(SampleRowScorer.NoNumber, StringComparison.Ordinal))
        {
            var name = names is null ? "" : $" ('{names.Values[row]}')";
            throw new GanException($"Row {_rows}{name}, counted from 0: {SampleRowScorer.NoNumber}", e);
        }
    }

    /// <summary>Reads the columns Score and PredictedLabel of a view side by side, so that its network runs once.</summary>
    /// <exception cref="GanException">A score is not a number.</exception>
    public static IEnumerable<(float Score, bool IsAbnormal)> Scores(IDataView scored)
    {
        var columns = new[] { scored.Schema["Score"], scored.Schema["PredictedLabel"] };
        using var cursor = scored.GetRowCursor(columns);
        var (score, label) = (cursor.GetGetter<float>(columns[0]), cursor.GetGetter<bool>(columns[1]));
        var (value, isAbnormal) = (0f, false);
        while (cursor.MoveNext())
        {
            score(ref value);
            label(ref isAbnormal);
            // ML.NET's own scorers give NaN and call the row normal.
            if (float.IsNaN(value))
                throw new GanException($"Row {cursor.Position} (counted from 0): {SampleRowScorer.NoNumber}");
            yield return (value, isAbnormal);
        }
    }
}
