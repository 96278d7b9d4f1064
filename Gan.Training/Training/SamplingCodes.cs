using Gan.Training.Networks;

namespace Gan.Training;

/// <summary>Codes to show samples with.</summary>
internal static class SamplingCodes
{
    /// <summary>Conditions as they are drawn while training, where the codes are such; otherwise <see cref="InTurn"/>.</summary>
    public static float[] For(GanTrainer trainer, CodeLayout layout, int rows)
    {
        if (trainer.Recipe.CreateConditionSampler(trainer.Data) is not { } sampler)
            return InTurn(layout, rows);
        var codes = new float[rows * layout.Width];
        sampler.Draw(new Random(trainer.Settings.Seed), new int[rows], codes);
        return codes;
    }

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
