using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Editing;

/// <summary>What was drawn on a picture: strokes of colour, edges, and what is to stay.</summary>
public sealed record Doodle
{
    /// <summary>The colours, [channels, height, width] as the generator's pictures and in the data's own values; they count where
    /// <see cref="Mask"/> says.</summary>
    public required float[] Colours { get; init; }

    /// <summary>Where colours were drawn, [height, width]: from 0 for nowhere to 1. All zeros where only edges count.</summary>
    public required float[] Mask { get; init; }

    /// <summary>Where an edge was drawn, [height, width]: from 0 to 1. Null, the default, for nowhere.</summary>
    public float[]? Edges { get; init; }

    /// <summary>What is to stay as it was, [height, width]: from 0 to 1. Null, the default, for all that was not drawn
    /// on.</summary>
    public float[]? Keep { get; init; }
}

/// <summary>How <see cref="PictureEditor"/> follows a doodle. The weights are of mean squared errors, of values in [-1,
/// 1].</summary>
public sealed record EditOptions
{
    /// <summary>Gradient steps (Adam); as many as in the paper unless set.</summary>
    /// <value>At least 1; default 25.</value>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 25;

    /// <summary>The size of the first step; later ones shrink as a cosine to 0. (The paper's are all 0.1.)</summary>
    /// <value>Above 0; default 0.2.</value>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.2;

    /// <summary>Results that are looked for at once, each from another start; the first begins at the latent before. (The paper's
    /// 32.)</summary>
    /// <value>From 1 to 1024; default 8.</value>
    [Range(1, 1024)]
    public int Candidates { get; init; } = 8;

    /// <summary>How far from the latent before the other candidates begin: uniform within this of each value, as in the paper
    /// unless set.</summary>
    /// <value>At least 0; default 0.5.</value>
    [Range(0, double.MaxValue)]
    public double Spread { get; init; } = 0.5;

    /// <summary>The weight of edges: the mean squared difference of the histograms of orientations, where edges were
    /// drawn.</summary>
    /// <value>At least 0; default 0.2.</value>
    [Range(0, double.MaxValue)]
    public double EdgeWeight { get; init; } = 0.2;

    /// <summary>The weight of what is to stay as it was.</summary>
    /// <value>At least 0; default 0.3.</value>
    [Range(0, double.MaxValue)]
    public double KeepWeight { get; init; } = 0.3;

    /// <summary>The weight of the mean squared change of the latent. (The paper's 5, for latents within 1 of 0 and nothing else
    /// that keeps a picture.)</summary>
    /// <value>At least 0; default 0.01.</value>
    [Range(0, double.MaxValue)]
    public double Smoothness { get; init; } = 0.01;

    /// <summary>What starts are drawn from.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;
}

/// <summary>A picture that follows a doodle.</summary>
public sealed class Edit
{
    internal Edit() { }

    /// <summary>Its latent.</summary>
    public required float[] Latent { get; init; }

    /// <summary>The picture in the data's own values.</summary>
    public required float[] Picture { get; init; }

    /// <summary>The mean squared error where colours were drawn, of values in [-1, 1]; 0 where none were.</summary>
    public required double ColourError { get; init; }

    /// <summary>The mean squared difference of histograms of orientations where edges were drawn; 0 where none were.</summary>
    public required double EdgeError { get; init; }

    /// <summary>The mean squared change of what was to stay, of values in [-1, 1]; 0 where there was no picture before.</summary>
    public required double Change { get; init; }

    /// <summary>The mean squared change of the latent; 0 where there was none before.</summary>
    public required double LatentChange { get; init; }
}
