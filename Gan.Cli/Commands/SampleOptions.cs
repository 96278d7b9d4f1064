using System.CommandLine;
using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Cli.Commands;

/// <summary>The options that say what the samples in a file of numbers are.</summary>
internal sealed class SampleOptions
{
    private const int MaximumSize = 1 << 24;

    private readonly Option<string> _shape = new("--shape")
    {
        Description =
            "Shape of one sample of a CSV file: CHANNELS,HEIGHT,WIDTH for pictures, LENGTH for vectors (when left out, as "
            + "many as there are). Example: 1,8,8",
    };

    private readonly Option<string> _range = new("--range")
    {
        Description =
            "The values a CSV file's samples may take: MINIMUM,MAXIMUM; when left out, those they do take. Example: 0,255",
    };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_shape, _range];

    /// <summary>The shape that was given; null for none.</summary>
    /// <exception cref="GanException">It is none.</exception>
    public IReadOnlyList<int>? Shape(ParseResult result)
    {
        if (result.GetValue(_shape) is not { } text)
            return null;
        var parts = text.Split(',');
        var shape = new int[parts.Length];
        var size = 1L;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]) || shape[i] < 1)
                throw new GanException($"The shape '{text}' is not a list of positive whole numbers such as 1,8,8.");
            size *= shape[i];
            if (size > MaximumSize)
                throw new GanException(
                    $"The shape '{text}' is of more than {MaximumSize} values, which no network here is made for."
                );
        }

        return shape;
    }

    /// <summary>The range that was given; null for none.</summary>
    /// <exception cref="GanException">It is none.</exception>
    public ValueRange? Range(ParseResult result)
    {
        if (result.GetValue(_range) is not { } text)
            return null;
        if (
            text.Split(',') is [var low, var high]
            && double.TryParse(low, NumberStyles.Float, CultureInfo.InvariantCulture, out var minimum)
            && double.TryParse(high, NumberStyles.Float, CultureInfo.InvariantCulture, out var maximum)
            && minimum < maximum
        )
            return new ValueRange { Minimum = minimum, Maximum = maximum };
        throw new GanException($"The range '{text}' is not two rising numbers such as 0,255.");
    }
}
