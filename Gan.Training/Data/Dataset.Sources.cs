using Gan.Onnx;
using Gan.Onnx.Bundles;
using Microsoft.ML;

namespace Gan.Training.Data;

/// <content>Where data sets come from.</content>
public sealed partial class Dataset
{
    /// <summary>The 8x8 handwritten digits that come with the library: 1,797 grey pictures of the digits 0 to 9, shape [1, 8, 8],
    /// values 0 to 16, labels 0 to 9.</summary>
    /// <remarks>E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998, CC
    /// BY 4.0; the test part of that set, as it is also shipped with scikit-learn.</remarks>
    public static Dataset Digits() => DigitsDataset.Load();

    /// <summary>Reads numbers from a file of separated values, plain or gzip, or from an ARFF or Parquet file: one sample a row,
    /// the label as the last column if there is one.</summary>
    /// <remarks>How the file is written is recognised as for tables; see <see cref="Tables.Table.FromFile"/>.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">What its rows are; defaults when null.</param>
    /// <exception cref="GanException">The file is missing, truncated or empty, or a row has the wrong number of columns or a
    /// value that is not a number in range. The message names the file, the line and the column.</exception>
    public static Dataset FromCsv(string path, CsvDatasetOptions? options = null) => CsvDataset.Read(path, options);

    /// <summary>Reads pictures of unsigned bytes in the IDX format of MNIST and Fashion-MNIST, gzip or not: N x height x width
    /// gives the shape [1, height, width], N x channels x height x width gives [channels, height, width]; values 0 to
    /// 255.</summary>
    /// <remarks>Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998, which describes the
    /// format.</remarks>
    /// <param name="imagesPath">The pictures.</param>
    /// <param name="labelsPath">One label per picture, unsigned bytes or integers of 16 or 32 bits; or null.</param>
    /// <param name="name">What to call the data; the file's name when null.</param>
    /// <param name="labelNames">What each label stands for.</param>
    /// <param name="licence">Under which licence they are used, for provenance.</param>
    /// <exception cref="GanException">A file is missing or damaged, is not of this form, or the two do not fit
    /// together.</exception>
    public static Dataset FromIdx(
        string imagesPath,
        string? labelsPath = null,
        string? name = null,
        IReadOnlyList<string>? labelNames = null,
        string? licence = null
    ) => IdxDataset.Read(imagesPath, labelsPath, name, labelNames, licence);

    /// <summary>Reads a folder with the files of MNIST: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and the
    /// same with <c>t10k</c>, each with <c>.gz</c> or without.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="test">Whether to read the <c>t10k</c> files instead of the <c>train</c> files.</param>
    /// <param name="name">What to call the data; the folder's name when null.</param>
    /// <param name="labelNames">What each label stands for.</param>
    /// <param name="licence">Under which licence they are used, for provenance.</param>
    /// <exception cref="GanException">A file is missing or damaged.</exception>
    public static Dataset FromIdxFolder(
        string folder,
        bool test = false,
        string? name = null,
        IReadOnlyList<string>? labelNames = null,
        string? licence = null
    ) => IdxDataset.ReadFolder(folder, test, name, labelNames, licence);

    /// <summary>Reads files of the binary version of CIFAR-10, one after the other: shape [3, 32, 32], values 0 to 255, labels 0
    /// to 9 with their names.</summary>
    /// <remarks>A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.</remarks>
    /// <param name="paths">The files, gzip or not.</param>
    /// <exception cref="GanException">A file is missing, damaged, empty or not of this form.</exception>
    public static Dataset FromCifar10(params IReadOnlyList<string> paths) => Cifar10Dataset.Read(paths);

    /// <summary>Reads CIFAR-10 from a folder that holds the batches (<c>data_batch_1.bin</c> to <c>5</c> and
    /// <c>test_batch.bin</c>), a folder <c>cifar-10-batches-bin</c> with them, or the archive <c>cifar-10-binary.tar.gz</c> as it
    /// is published.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="test">Whether to read the test batch instead of the five training batches.</param>
    /// <exception cref="GanException">The files are missing or damaged.</exception>
    public static Dataset FromCifar10Folder(string folder, bool test = false) => Cifar10Dataset.ReadFolder(folder, test);

    /// <summary>Reads a file of the cropped digits of the Street View House Numbers: shape [3, 32, 32], values 0 to 255, labels 0
    /// to 9.</summary>
    /// <remarks>Y. Netzer, T. Wang, A. Coates, A. Bissacco, B. Wu, A. Ng, "Reading digits in natural images with unsupervised
    /// feature learning", NIPS workshop, 2011. A MATLAB file has the pictures as <c>X</c>, 32 x 32 x 3 x N bytes, and the labels
    /// as <c>y</c>, N x 1, where 10 stands for the digit 0.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="name">What to call the data; the file's name when null.</param>
    /// <exception cref="GanException">The file is missing, damaged or not of this form.</exception>
    public static Dataset FromSvhn(string path, string? name = null) => SvhnDataset.Read(path, name);

    /// <summary>Reads a folder with <c>train_32x32.mat</c> and <c>test_32x32.mat</c> of the Street View House Numbers, as they
    /// are published.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="test">Whether to read the test file instead of the training file.</param>
    /// <exception cref="GanException">The file is missing or damaged.</exception>
    public static Dataset FromSvhnFolder(string folder, bool test = false) => SvhnDataset.ReadFolder(folder, test);

    /// <summary>Reads two columns of an ML.NET view into memory.</summary>
    /// <param name="view">The view; a cursor passes over it once.</param>
    /// <param name="featureColumn">A vector of known size, or a number, of type Single, Double or Byte. A vector of several
    /// dimensions gives the sample's shape.</param>
    /// <param name="labelColumn">A column of type Boolean, Byte, Int32, Int64, Single (whole numbers), key or text; or null. A
    /// missing key or text is no label, and neither is a negative number. Texts are numbered in ordinal order and keep their
    /// names, unless all are whole numbers from 0 as one writes them, which stay those numbers.</param>
    /// <param name="range">The values a sample may take; when null, from the smallest value there is to the largest.</param>
    /// <param name="allowMissing">Whether NaN stands for a missing value instead of being refused. Only detectors take such
    /// data.</param>
    /// <exception cref="GanException">A column is missing or of another type, there are no rows, or a value does not
    /// suit.</exception>
    public static Dataset FromDataView(
        IDataView view,
        string featureColumn,
        string? labelColumn = null,
        ValueRange? range = null,
        bool allowMissing = false
    ) => DataViewReader.Read(view, featureColumn, labelColumn, range, allowMissing);
}
