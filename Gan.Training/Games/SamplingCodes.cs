using Gan.Training.Networks;

namespace Gan.Training.Games;

/// <summary>Codes to show samples with.</summary>
internal static class SamplingCodes
{
    /// <summary>For row i, category i of each categorical code, beginning again after the last, and 0 for every continuous
    /// code.</summary>
    public static float[] InTurn(CodeLayout layout, int rows)
    {
        var codes = new float[rows * layout.Width];
        for (var row = 0; row < rows; row++)
        {
            var start = row * layout.Width;
            foreach (var categories in layout.Categorical)
            {
                codes[start + row % categories] = 1;
                start += categories;
            }
        }

        return codes;
    }
}
