using Microsoft.ML.Trainers;

namespace Microsoft.ML.Calibrators;

/// <summary>Fits Platt's sigmoid to scores by Newton's method with backtracking (Lin, Lin and Weng, 2007).</summary>
internal static class PlattFit
{
    public static PlattCalibrator Fit(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels)
    {
        double positives = 0;
        foreach (var label in labels)
            positives += label > 0 ? 1 : 0;
        var negatives = labels.Length - positives;
        // Targets short of 0 and 1, so that separable scores have a finite best fit.
        double high = (positives + 1) / (positives + 2), low = 1 / (negatives + 2);
        double slope = 0, offset = Math.Log((negatives + 1) / (positives + 1));
        var value = Value(scores, labels, high, low, slope, offset);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            double h11 = 1e-12, h22 = 1e-12, h21 = 0, g1 = 0, g2 = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                var probability = Logistic.Sigmoid(-((slope * scores[i]) + offset));
                var curvature = probability * (1 - probability);
                h11 += scores[i] * (double)scores[i] * curvature;
                h22 += curvature;
                h21 += scores[i] * curvature;
                var difference = (labels[i] > 0 ? high : low) - probability;
                g1 += scores[i] * difference;
                g2 += difference;
            }
            if (Math.Abs(g1) < 1e-5 && Math.Abs(g2) < 1e-5)
                break;
            var determinant = (h11 * h22) - (h21 * h21);
            double stepSlope = -((h22 * g1) - (h21 * g2)) / determinant, stepOffset = -((h11 * g2) - (h21 * g1)) / determinant;
            var decrease = (g1 * stepSlope) + (g2 * stepOffset);
            var size = 1.0;
            double next;
            while ((next = Value(scores, labels, high, low, slope + (size * stepSlope), offset + (size * stepOffset)))
                >= value + (1e-4 * size * decrease) && size > 1e-10)
                size /= 2;
            if (size <= 1e-10)
                break;
            slope += size * stepSlope;
            offset += size * stepOffset;
            value = next;
        }
        return new PlattCalibrator(slope, offset);
    }

    private static double Value(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, double high, double low, double slope, double offset)
    {
        double value = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var margin = (slope * scores[i]) + offset;
            var target = labels[i] > 0 ? high : low;
            value += (target * margin) + Logistic.Loss(margin);
        }
        return value;
    }
}
