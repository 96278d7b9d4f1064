namespace Gan.Training.Evaluation.Features;

/// <summary>What a feature network tells of samples.</summary>
/// <param name="Features">Their features.</param>
/// <param name="Probabilities">Their class probabilities, samples x classes; empty where it knows no classes.</param>
public sealed record FeatureBatch(FeatureMatrix Features, float[] Probabilities)
{
    /// <summary>The likeliest class of each sample.</summary>
    /// <param name="classes">How many classes there are; above 0.</param>
    public int[] LikeliestClasses(int classes)
    {
        var likeliest = new int[Probabilities.Length / classes];
        for (var row = 0; row < likeliest.Length; row++)
        {
            var one = Probabilities.AsSpan(row * classes, classes);
            for (var c = 1; c < classes; c++)
                if (one[c] > one[likeliest[row]])
                    likeliest[row] = c;
        }

        return likeliest;
    }
}
