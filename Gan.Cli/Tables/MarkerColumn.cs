namespace Gan.Cli.Tables;

/// <summary>The last column of an augmented file: 1 in generated rows, 0 in others.</summary>
internal static class MarkerColumn
{
    public const string Name = "synthetic";
}
