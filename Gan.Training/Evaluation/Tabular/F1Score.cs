namespace Gan.Training.Evaluation.Tabular;

/// <summary>The harmonic mean of precision and recall of one class.</summary>
public static class F1Score
{
    /// <summary>Computes it: 2 TP / (2 TP + FP + FN); 0 where no row is, or is called, of the class.</summary>
    /// <param name="predicted">For each row whether it is called of the class.</param>
    /// <param name="actual">For each row whether it is.</param>
    /// <exception cref="ArgumentException">There are not as many of both.</exception>
    public static double Of(IReadOnlyList<bool> predicted, IReadOnlyList<bool> actual)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(actual);
        if (predicted.Count != actual.Count)
            throw new ArgumentException($"There are {predicted.Count} predictions for {actual.Count} rows.", nameof(predicted));
        var (both, either) = (0, 0);
        for (var i = 0; i < predicted.Count; i++)
        {
            if (predicted[i] && actual[i])
                both++;
            either += (predicted[i] ? 1 : 0) + (actual[i] ? 1 : 0);
        }

        return either == 0 ? 0 : 2.0 * both / either;
    }
}
