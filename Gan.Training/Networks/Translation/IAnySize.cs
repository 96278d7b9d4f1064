namespace Gan.Training.Networks;

/// <summary>A network that takes pictures of any height and width from a smallest one on.</summary>
internal interface IAnySize
{
    /// <summary>The fewest pixels a side.</summary>
    int SmallestSide { get; }
}
