using System.Diagnostics;
using System.Globalization;
using Gan.Training.Data;
using Gan.Training.Tables;
using nietras.SeparatedValues;

namespace Gan.Benchmarks.Tables;

/// <summary>Reading a large file of separated values, beside the library that splits it: the same rows, each number parsed and
/// each text looked at.</summary>
internal static class CsvBenchmark
{
    private const int Numbers = 12,
        Texts = 2;
    private static readonly string[] Cities = ["Bern", "Oslo", "Rome", "Lima", "Kyiv"];

    public static int Run(int mebibytes, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("gan-csv-");
        try
        {
            var mixed = Path.Combine(folder.FullName, "mixed.csv");
            var plain = Path.Combine(folder.FullName, "numbers.csv");
            Write(mixed, (long)mebibytes << 20, Texts);
            Write(plain, (long)mebibytes << 20, 0);
            Compare("a table with numbers and texts", mixed, () => Table.FromFile(mixed).RowCount, rounds);
            Compare("a data set of numbers", plain, () => Dataset.FromCsv(plain).Count, rounds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Compare(string what, string path, Func<int> read, int rounds)
    {
        var megabytes = new FileInfo(path).Length / 1e6;
        var (ours, library) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            library[round] = Seconds(() => Library(path));
            ours[round] = Seconds(read);
        }

        var ratios = ours.Zip(library, (a, b) => b / a).Order().ToArray();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}, {megabytes:F0} MB: {megabytes / Median(ours):F0} MB/s; the library alone "
                    + $"{megabytes / Median(library):F0} MB/s; {Median(ratios):F2} of its speed "
                    + $"({ratios[0]:F2} to {ratios[^1]:F2}, {rounds} rounds in turns)"
            )
        );
    }

    /// <summary>What Sep takes to split the rows, unquote the cells and parse the numbers, without keeping anything.</summary>
    private static int Library(string path)
    {
        var (rows, sum) = (0, 0.0);
        using var reader = Sep.New(',').Reader(o => o with { Unescape = true, Trim = SepTrim.Outer }).FromFile(path);
        foreach (var row in reader)
        {
            for (var i = 0; i < row.ColCount; i++)
                sum += i < Numbers ? row[i].Parse<double>() : row[i].Span.Length;
            rows++;
        }

        return double.IsNaN(sum) ? 0 : rows;
    }

    private static double Seconds(Func<int> read)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        if (read() == 0)
            throw new InvalidOperationException("No rows were read.");
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Write(string path, long bytes, int texts)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, Numbers + texts).Select(i => $"c{i}")));
        for (var written = 0L; written < bytes; )
        {
            var row = string.Join(
                ',',
                Enumerable
                    .Range(0, Numbers)
                    .Select(i => (random.NextDouble() * 1000).ToString(i % 2 == 0 ? "F2" : "F5", CultureInfo.InvariantCulture))
                    .Concat(Enumerable.Range(0, texts).Select(_ => Cities[random.Next(Cities.Length)]))
            );
            writer.WriteLine(row);
            written += row.Length + 1;
        }
    }
}
