namespace Microsoft.ML.Trainers;

/// <summary>The dual variables of a loss.</summary>
internal interface ISdcaDual
{
    /// <summary>Improves the dual variables of one example.</summary>
    /// <param name="row">The example.</param>
    /// <param name="label">Its label.</param>
    /// <param name="outputs">Its scores now.</param>
    /// <param name="norm">Its squared norm, over l2 times the number of examples.</param>
    /// <param name="change">Filled with how the dual variables changed, score by score.</param>
    /// <returns>The loss before the change, and how far the dual variables were from the best ones for these scores.</returns>
    (double Loss, double Slack) Update(int row, float label, ReadOnlySpan<double> outputs, double norm, Span<double> change);
}
