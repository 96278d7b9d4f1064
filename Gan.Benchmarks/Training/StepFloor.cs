using System.Globalization;
using System.Text.RegularExpressions;

namespace Gan.Benchmarks.Training;

/// <summary>Where the time of a training step goes, in milliseconds.</summary>
/// <param name="Game">What is trained.</param>
/// <param name="Step">The step, with nothing printed.</param>
/// <param name="Convolutions">Within oneDNN's convolutions, transposed ones included.</param>
/// <param name="Products">Within products of matrices, oneDNN's and MKL's.</param>
/// <param name="Other">Within what else oneDNN does: mostly changes of layout before and after convolutions.</param>
internal sealed partial record StepFloor(string Game, double Step, double Convolutions, double Products, double Other)
{
    private const string Marker = "step-floor,";

    /// <summary>The floor: convolutions and products.</summary>
    public double Floor => Convolutions + Products;

    /// <summary>How a child says how long its steps took.</summary>
    public static string Line(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Marker}{time.TotalMilliseconds:R}");

    /// <summary>Adds what a line of output says: a primitive of oneDNN's, a function of MKL's, or the time of the steps. Lines of
    /// another kind say nothing.</summary>
    public StepFloor Add(string line)
    {
        if (line.StartsWith(Marker, StringComparison.Ordinal))
            return this with { Step = Step + Number(line[Marker.Length..]) };
        if (line.StartsWith("onednn_verbose,", StringComparison.Ordinal))
        {
            // onednn_verbose,[v1,][primitive,]exec,cpu,KIND,...,MILLISECONDS
            string[] parts = line.Split(',');
            var executed = Array.IndexOf(parts, "exec");
            return executed < 0 || executed + 2 >= parts.Length ? this : Add(parts[executed + 2], Number(parts[^1]));
        }

        // MKL_VERBOSE SGEMM(N,T,...) 12.34us CNR:OFF ...
        return Mkl().Match(line) is { Success: true } match
            ? this with
            {
                Products = Products + Number(match.Groups["time"].Value) * Milliseconds(match.Groups["unit"].Value),
            }
            : this;
    }

    /// <summary>What these steps took more than fewer ones, for one step; the time of the step itself is left out.</summary>
    public StepFloor Less(StepFloor fewer, int steps) =>
        new(
            Game,
            0,
            (Convolutions - fewer.Convolutions) / steps,
            (Products - fewer.Products) / steps,
            (Other - fewer.Other) / steps
        );

    /// <summary>The medians of several rounds.</summary>
    public static StepFloor Median(string game, IReadOnlyList<StepFloor> rounds, IReadOnlyList<double> steps)
    {
        double Middle(IEnumerable<double> values) => values.Order().ElementAt(rounds.Count / 2);
        return new StepFloor(
            game,
            Middle(steps),
            Middle(rounds.Select(r => r.Convolutions)),
            Middle(rounds.Select(r => r.Products)),
            Middle(rounds.Select(r => r.Other))
        );
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Game}: {Step:F1} ms = {Convolutions:F1} + {Products:F1} + {Other:F1} + {Step - Floor - Other:F1}; "
                + $"{Step / Floor:F2} times the floor"
        );

    private StepFloor Add(string kind, double milliseconds) =>
        kind switch
        {
            "convolution" or "deconvolution" => this with { Convolutions = Convolutions + milliseconds },
            "inner_product" or "matmul" => this with { Products = Products + milliseconds },
            _ => this with { Other = Other + milliseconds },
        };

    private static double Milliseconds(string unit) =>
        unit switch
        {
            "ns" => 1e-6,
            "us" => 1e-3,
            "ms" => 1,
            _ => 1e3,
        };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^MKL_VERBOSE [A-Z0-9_]*GEMM\w*\(.*\) (?<time>[0-9.]+)(?<unit>ns|us|ms|s) ")]
    private static partial Regex Mkl();
}
