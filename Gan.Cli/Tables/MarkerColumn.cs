using Gan.Onnx;

namespace Gan.Cli.Tables;

/// <summary>The last column of an augmented file: 1 in generated rows, 0 in others.</summary>
internal static class MarkerColumn
{
    public const string Name = "synthetic";

    /// <summary>Refuses data that have a column of that name: the file would have two.</summary>
    /// <exception cref="GanException">They have one.</exception>
    public static void RequireFree(IReadOnlyList<string> names)
    {
        if (names.Contains(Name))
            throw new GanException(
                $"The data have a column '{Name}', and that is what the column is called that marks generated rows in the "
                    + "output. Rename it in the file, or take it out."
            );
    }
}
