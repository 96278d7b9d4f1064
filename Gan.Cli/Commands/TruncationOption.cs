using System.CommandLine;
using System.Globalization;
using Gan.Cli.Runs;
using Gan.Onnx;
using Gan.Onnx.Inference;

namespace Gan.Cli.Commands;

/// <summary>The option that trades variety for typical samples.</summary>
internal static class TruncationOption
{
    public static Option<float?> Create() =>
        new("--truncation")
        {
            Description =
                "The bound that latent values lie within: smaller gives more typical and less varied samples. Example: 0.7",
            CustomParser = result => (float)OptionText.Number(result),
        };

    /// <summary>The bound; infinity where none was given.</summary>
    /// <exception cref="GanException">It is too small, or not a number.</exception>
    public static float Value(float? given) =>
        given switch
        {
            null => float.PositiveInfinity,
            >= LatentSampler.SmallestTruncation => given.Value,
            _ => throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The option --truncation is {given}; it must be at least {LatentSampler.SmallestTruncation}."
                )
            ),
        };
}
