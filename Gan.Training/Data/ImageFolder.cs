using Gan.Onnx;
using Gan.Training.Tables;

namespace Gan.Training.Data;

/// <summary>Ordinary pictures as a data set, and what could not be read of them: from a folder, in pairs, with captions, or cut
/// into patches.</summary>
/// <remarks>
/// <para>Opening decodes every picture once, on all processors, so that one that ends early is found before any work begins. Up
/// to 128 MiB of samples stay in memory; the others are decoded again when they are asked for, so a folder may be larger than
/// memory. A file that has changed since then is met when its sample is read, by an exception that names it.</para>
/// <para>Files are told by what is in them, and by their names where that does not say it.</para>
/// </remarks>
/// <param name="Data">The pictures: shape [channels, height, width], values 0 to 255; with class folders, labels by their
/// alphabetical order, and -1 for pictures beside them; <see cref="Dataset.RowNames"/> are their paths in the folder.</param>
/// <param name="Skipped">The files that were skipped, each with the reason.</param>
public sealed record ImageFolder(Dataset Data, IReadOnlyList<string> Skipped)
{
    /// <summary>What else is worth knowing, in words with counts: hidden files passed over, other files, deeper folders,
    /// transparency, 16 bits a channel, animations.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How large the pictures are in their files, row by row; empty where that is not told.</summary>
    internal IReadOnlyList<(int Width, int Height)> Sizes { get; init; } = [];

    /// <summary>A folder of pictures of any size and mode, with or without a folder for each class, in the ordinal order of
    /// paths: those directly in the folder, which have no class where there are classes, then those of each class. Deeper folders
    /// are not read, since a folder such as <c>train</c> over them is no class.</summary>
    /// <param name="folder">Holds pictures, or a folder of pictures for each class.</param>
    /// <param name="options">Size, channels and policy; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">The folder does not exist or holds no picture that can be read, or one cannot be read and
    /// <see cref="ImageFolderOptions.Strict"/> is set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder Read(string folder, ImageFolderOptions? options = null, CancellationToken cancellation = default) =>
        ImageFolderDataset.Read(folder, options, cancellation);

    /// <summary>A folder of pictures of any size, cut into square patches without resizing anything: what super-resolution is
    /// trained on.</summary>
    /// <remarks>
    /// <para>A picture gives as many patches as lie in it side by side, spread evenly over it: they do not overlap, so rows that
    /// are held out share no pixel with others. A picture smaller than a patch is left out. Pictures in folders in the folder are
    /// read too; they have no classes.</para>
    /// <para>Pictures of up to 128 MiB in all stay in memory; a larger one elsewhere is decoded again for each patch of
    /// it.</para>
    /// </remarks>
    /// <param name="folder">Holds pictures, or folders of pictures.</param>
    /// <param name="options">Size, channels and policy; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <returns>The patches as a data set, shape [channels, size, size], values 0 to 255.</returns>
    /// <exception cref="GanException">The folder does not exist or holds no picture as large as a patch, or one cannot be read
    /// and <see cref="ImagePatchOptions.Strict"/> is set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder ReadPatches(
        string folder,
        ImagePatchOptions? options = null,
        CancellationToken cancellation = default
    ) => ImagePatchDataset.Read(folder, options, cancellation);

    /// <summary>Pairs of two folders with pictures of the same names, whatever their formats: <c>sources/7.png</c> and
    /// <c>targets/7.jpg</c> are a pair. A translator takes the source and is to give the target.</summary>
    /// <param name="sources">The folder of the sources; it may hold folders.</param>
    /// <param name="targets">The folder of the targets, which holds the same folders.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <returns>The targets, with the sources as their <see cref="Dataset.SourceImages"/>, in the order of the targets' names. A
    /// pair of which one cannot be read is skipped.</returns>
    /// <exception cref="GanException">A picture has no counterpart, or what <see cref="Read"/> refuses.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder ReadPairs(
        string sources,
        string targets,
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    ) => ImagePairsDataset.ReadFolders(sources, targets, options, cancellation);

    /// <summary>Pairs from a table with the paths of a source and a target in each row, as text, from the table's own
    /// folder.</summary>
    /// <param name="table">A file that <see cref="Table.FromFile"/> reads.</param>
    /// <param name="sourceColumn">The column of the sources' paths.</param>
    /// <param name="targetColumn">The column of the targets' paths.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <returns>As of <see cref="ReadPairs"/>, in the order of rows.</returns>
    /// <exception cref="GanException">The table cannot be read or lacks a column, or a picture cannot be read and
    /// <see cref="ImageFolderOptions.Strict"/> is set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder ReadPairTable(
        string table,
        string sourceColumn = "source",
        string targetColumn = "target",
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    ) => ImagePairsDataset.ReadTable(table, sourceColumn, targetColumn, options, cancellation);

    /// <summary>Pairs from a folder of pictures that each hold a source and a target side by side.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sourceIsRight">Whether the source is the right half; otherwise it is the left one.</param>
    /// <param name="options">How each half is read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <returns>As of <see cref="ReadPairs"/>, in the order of names.</returns>
    /// <exception cref="GanException">What <see cref="Read"/> refuses; a picture of odd width cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder ReadSideBySide(
        string folder,
        bool sourceIsRight = false,
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    ) => ImagePairsDataset.ReadSideBySide(folder, sourceIsRight, options, cancellation);

    /// <summary>Two folders of pictures that are no pairs, as many as there are in each: for recipes that translate from one kind
    /// to another.</summary>
    /// <param name="sources">The folder of the sources.</param>
    /// <param name="targets">The folder of the targets.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">What <see cref="Read"/> refuses.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder ReadUnpaired(
        string sources,
        string targets,
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    ) => ImagePairsDataset.ReadUnpaired(sources, targets, options, cancellation);

    /// <summary>A folder of pictures, each beside a text file of its name with a caption in each line: <c>7.png</c> and
    /// <c>7.txt</c>. Recipes that make pictures of words learn from them.</summary>
    /// <remarks>A picture with several captions makes a row of each; its pixels are there once.</remarks>
    /// <param name="folder">The folder; it may hold folders.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">A picture has no caption, or what <see cref="Read"/> refuses.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder ReadCaptioned(
        string folder,
        ImageFolderOptions? options = null,
        CancellationToken cancellation = default
    ) => CaptionedImagesDataset.ReadFolder(folder, options, cancellation);

    /// <summary>Pictures with captions from a table with the path of a picture, from the table's own folder, and a caption in
    /// each row.</summary>
    /// <param name="table">A file that <see cref="Table.FromFile"/> reads.</param>
    /// <param name="imageColumn">The column of paths.</param>
    /// <param name="captionColumn">The column of captions.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">The table cannot be read, lacks a column or has an empty cell in one, no picture can be
    /// read, or one cannot and <see cref="ImageFolderOptions.Strict"/> is set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFolder ReadCaptionTable(
        string table,
        string imageColumn = "image",
        string captionColumn = "caption",
        ImageFolderOptions? options = null,
        CancellationToken cancellation = default
    ) => CaptionedImagesDataset.ReadTable(table, imageColumn, captionColumn, options, cancellation);
}
