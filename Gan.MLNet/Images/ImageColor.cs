using System.Globalization;

namespace Gan.MLNet.Images;

/// <summary>A colour that transparent pixels lie on.</summary>
internal readonly record struct ImageColor(byte Red, byte Green, byte Blue)
{
    /// <summary>What users write, for messages.</summary>
    public const string Spellings = "white, black or #rrggbb, such as #80c0ff";

    public static ImageColor White => new(255, 255, 255);

    /// <summary>Reads <c>white</c>, <c>black</c> or <c>#rrggbb</c>, in letters of either case.</summary>
    public static bool TryParse(string? text, out ImageColor color)
    {
        color = White;
        if (string.Equals(text, "white", StringComparison.OrdinalIgnoreCase))
            return true;
        bool hexadecimal = text is ['#', ..] && text.Length == 7;
        int value = 0;
        if (
            !string.Equals(text, "black", StringComparison.OrdinalIgnoreCase)
            && !(
                hexadecimal
                && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            )
        )
            return false;
        color = new ImageColor((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }
}
