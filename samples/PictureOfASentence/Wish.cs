using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace PictureOfASentence;

/// <summary>What the app asks for.</summary>
internal sealed class Wish
{
    /// <summary>What the picture is to show.</summary>
    public string Caption { get; set; } = "";

    /// <summary>Which of the pictures of these words.</summary>
    public uint Seed { get; set; }
}

/// <summary>What the pipeline answers.</summary>
internal sealed class Drawn
{
    public string Caption { get; set; } = "";

    [ImageType(64, 64)]
    public MLImage Picture { get; set; } = null!;
}
