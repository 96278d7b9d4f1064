using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Schedules;

namespace Gan.Training.Methods;

/// <summary>A published method with its settings: it makes the game that is trained. It contains no training loop.</summary>
/// <remarks>Recipes are immutable; change a setting with a <c>with</c> expression, or by name with <see cref="RecipeSettings"/>:
/// every public property with an <c>init</c> accessor is one.</remarks>
public abstract record Recipe
{
    /// <summary>The name the command line knows it by.</summary>
    public abstract string Name { get; }

    /// <summary>The method's usual name.</summary>
    public abstract string Method { get; }

    /// <summary>The paper it follows.</summary>
    public abstract string Paper { get; }

    /// <summary>Whether every or some rows of the data set must have a label. False unless overridden.</summary>
    public virtual bool NeedsLabels => false;

    /// <summary>The source images that the data set must have (<see cref="Data.Dataset.SourceImages"/>). None unless
    /// overridden.</summary>
    public virtual SourceImagesNeed NeedsSourceImages => SourceImagesNeed.None;

    /// <summary>Whether the samples must have captions (<see cref="Data.Dataset.Captions"/>). False unless overridden.</summary>
    public virtual bool NeedsCaptions => false;

    /// <summary>Whether the samples are maps of classes by colour. False unless overridden.</summary>
    internal virtual bool GivesLabelMaps => false;

    /// <summary>Whether it is a detector: its score is made to tell abnormal samples. False unless overridden; the score of a
    /// plain discriminator tells real samples from generated ones, which is another question.</summary>
    public virtual bool IsDetector => false;

    /// <summary>How many samples are judged together, so that a batch holds as many times the samples.</summary>
    internal virtual int Packed => 1;

    /// <summary>Samples of each kind in a batch.</summary>
    /// <value>At least 2; default 64.</value>
    [Category("optimization"), Range(2, int.MaxValue)]
    public virtual int BatchSize { get; init; } = 64;

    /// <summary>What every learning rate is multiplied by over the run; as text <c>constant:FACTOR</c>,
    /// <c>linear:FROM:TO:UPDATES</c>, <c>hold:HOLD:UPDATES</c>, <c>cosine:FROM:TO:UPDATES</c> or
    /// <c>exponential:HALF-LIFE</c>.</summary>
    /// <value>Default constant:1.</value>
    [Category("optimization")]
    public Schedule LearningRateSchedule { get; init; } = Schedule.Constant();

    /// <summary>Makes the game of this recipe.</summary>
    /// <param name="setup">The data, the device and random numbers; the game owns it.</param>
    /// <exception cref="Gan.Onnx.GanException">The data do not suit the recipe.</exception>
    public abstract Game CreateGame(GameSetup setup);

    /// <summary>What gets furthest in a given time, in place of settings that are at their defaults: with the widest networks
    /// first, for as long as there are many steps. This recipe alone unless overridden.</summary>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="steps">How many steps there will be, as far as that is known; settings alone that change no step's time may
    /// depend on it.</param>
    internal virtual IEnumerable<Recipe> ForBudget(IReadOnlyList<int> shape, long steps) => [this];

    /// <summary>This recipe, with smaller batches where there are fewer rows than one holds.</summary>
    /// <param name="rows">How many rows there are.</param>
    internal virtual Recipe FittedTo(int rows) => this with { BatchSize = Math.Clamp(rows / Packed, 2, BatchSize) };

    /// <summary>How many rows there are to fill a batch with: of images of two kinds, of the one of which there are
    /// fewer.</summary>
    internal static int RowsOf(Dataset data) => Math.Min(data.Count, data.SourceImages?.Images.Count ?? data.Count);
}

/// <summary>The source images that a recipe needs beside the samples.</summary>
public enum SourceImagesNeed
{
    /// <summary>None: the samples stand alone.</summary>
    None,

    /// <summary>One for each sample, which belongs to it.</summary>
    Pairs,

    /// <summary>Some, which belong to no sample; pairs are taken apart.</summary>
    Unpaired,
}
