using System.Globalization;
using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary>How many rows are added, and of which class: one of <paramref name="Count"/>, <paramref name="Factor"/> and
/// <paramref name="Balance"/>.</summary>
/// <param name="Count">So many.</param>
/// <param name="Factor">So many that there are so many times as many as before.</param>
/// <param name="Balance">So many that each class has as many as the largest.</param>
/// <param name="Label">The class of the generated rows, or the only class to fill up.</param>
/// <param name="LabelColumn">For tables, the column with the class.</param>
/// <param name="Seed">Another seed gives other rows.</param>
internal sealed record AugmentationPlan(int? Count, double? Factor, bool Balance, string? Label, string? LabelColumn, ulong Seed)
{
    /// <summary>Refuses anything but one way of saying how many.</summary>
    /// <exception cref="GanException">None or several were given, or a number is out of its range.</exception>
    public void Check()
    {
        var given = (Count is null ? 0 : 1) + (Factor is null ? 0 : 1) + (Balance ? 1 : 0);
        // No comparison holds of what is no number.
        if (given != 1 || Count is < 0 || Factor is not (null or >= 1 and < double.PositiveInfinity))
            throw new GanException("Give one of --count (0 or more), --factor (a number, 1 or more) and --balance.");
    }

    /// <summary>How many rows <see cref="Count"/> or <see cref="Factor"/> adds.</summary>
    /// <param name="rows">How many there are.</param>
    /// <exception cref="GanException">There would be more than a table can have.</exception>
    public int Added(int rows)
    {
        var added = Count ?? Math.Round(rows * (Factor!.Value - 1));
        if (rows + added <= int.MaxValue)
            return (int)added;
        throw new GanException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(Count is null ? "--factor" : "--count")} is {Count ?? Factor}, which would make {rows + added:0} rows of "
                    + $"{rows}; the most is {int.MaxValue}. Give a smaller number."
            )
        );
    }
}
