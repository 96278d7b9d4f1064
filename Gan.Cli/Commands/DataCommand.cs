using System.CommandLine;
using System.Globalization;
using Gan.Training.Data;

namespace Gan.Cli.Commands;

/// <summary><c>gan data</c>: fetches published data sets.</summary>
internal static class DataCommand
{
    private const double Mebibyte = 1 << 20;

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = $"One of {string.Join(", ", DataDownload.Names)}." };
        var output = new Option<string?>("--out") { Description = $"Where the files go; {DataDownload.DefaultFolder}/NAME when left out." };
        var get = new Command("get", "Download a data set from its official address, and check it.") { name, output };
        get.SetAction((result, cancellation) => CommandRunner.Work(
            () =>
            {
                var set = result.GetRequiredValue(name);
                var files = DataDownload.FilesOf(set);
                var folder = result.GetValue(output) ?? Path.Combine(DataDownload.DefaultFolder, set.ToLowerInvariant());
                DataDownload.FetchAsync(files, folder, Show, cancellation).GetAwaiter().GetResult();
                Console.WriteLine($"{set}: {folder}");
            },
            cancellation));
        return new Command("data", "Published data sets.") { get };
    }

    private static void Show(string file, long received, long total)
    {
        if (Console.IsOutputRedirected) return;
        var whole = total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {total / Mebibyte:F1}") : "";
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r{file}: {received / Mebibyte:F1}{whole} MiB {(received == total ? "\n" : "")}"));
    }
}
