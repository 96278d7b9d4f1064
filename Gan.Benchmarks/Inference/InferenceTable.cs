using System.Globalization;

namespace Gan.Benchmarks.Inference;

/// <summary>Shows what was measured, as Markdown.</summary>
internal static class InferenceTable
{
    public static void Write(IReadOnlyList<InferenceRow> rows)
    {
        Write(
            "Rows per second: the session beside a bare loop with its best batch size",
            rows,
            ("bare (batch)", row => $"{Speed(row.BareSpeed)} ({row.BestBatch})"),
            ("session", row => Speed(row.SessionSpeed)),
            (
                "ratio",
                row =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Ratio:F2} ({row.RatioRange[0]:F2} to {row.RatioRange[1]:F2})"
                    )
            ),
            ("row by row", row => Speed(row.RowByRowSpeed)),
            ("ML.NET", row => row.TransformerSpeed is { } speed ? Speed(speed) : ""),
            ("gate", row => row.Passed ? "PASS" : "MISS")
        );
        Write(
            "Rows per second of the bare loop, by batch size (fastest round)",
            rows,
            [
                .. InferenceCommand.BatchSizes.Select(batch =>
                    (batch.ToString(CultureInfo.InvariantCulture), (Func<InferenceRow, string>)(row => Speed(row.Bare[batch])))
                ),
            ]
        );
        Write(
            "Costs",
            rows,
            ("allocated a call", row => string.Create(CultureInfo.InvariantCulture, $"{row.AllocatedBytesPerCall:0.#} B")),
            ("start", row => string.Create(CultureInfo.InvariantCulture, $"{row.StartMilliseconds:F1} ms")),
            ("bare start", row => string.Create(CultureInfo.InvariantCulture, $"{row.BareStartMilliseconds:F1} ms")),
            (
                "resident before, after",
                row =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.ResidentMebibytes[0]:F0}, {row.ResidentMebibytes[1]:F0} MiB"
                    )
            )
        );
        foreach (var row in rows)
        {
            foreach (var (way, speed) in row.Cuda ?? new Dictionary<string, double>())
                Console.WriteLine($"CUDA, {row.Model}, {row.Part}, {way}: {Speed(speed)} rows per second");
        }

        if (rows.FirstOrDefault(row => row.CudaSkipped is not null) is { } skipped)
            Console.WriteLine($"\nCUDA: skipped. {skipped.CudaSkipped}");
    }

    private static void Write(
        string title,
        IReadOnlyList<InferenceRow> rows,
        params (string Title, Func<InferenceRow, string> Text)[] columns
    )
    {
        string[][] lines =
        [
            ["model", "part", .. columns.Select(column => column.Title)],
            .. rows.Select(row => (string[])[row.Model, row.Part, .. columns.Select(column => column.Text(row))]),
        ];
        int[] widths = [.. lines[0].Select((_, i) => lines.Max(line => line[i].Length))];
        Console.WriteLine($"\n{title}\n");
        foreach (var (index, line) in lines.Index())
        {
            Console.WriteLine(
                $"| {string.Join(" | ", line.Select((text, i) => i < 2 ? text.PadRight(widths[i]) : text.PadLeft(widths[i])))} |"
            );
            if (index == 0)
                Console.WriteLine($"|{string.Join('|', widths.Select(Rule))}|");
        }
    }

    /// <summary>The line under a column's head; numbers stand to the right.</summary>
    private static string Rule(int width, int column) =>
        new string('-', column < 2 ? width + 2 : width + 1) + (column < 2 ? "" : ":");

    private static string Speed(double rowsPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{rowsPerSecond:N0}");
}
