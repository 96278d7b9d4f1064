using Microsoft.ML.Data;

namespace ColourADrawing;

/// <summary>What the app asks for.</summary>
internal sealed class Drawing
{
    /// <summary>The drawing's file, in the folder of drawings.</summary>
    public string File { get; set; } = "";
}

/// <summary>What the pipeline answers.</summary>
internal sealed class Coloured
{
    public string File { get; set; } = "";

    public MLImage Picture { get; set; } = null!;
}
