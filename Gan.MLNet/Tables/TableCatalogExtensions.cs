using Gan.MLNet.Augmentation;
using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Tables;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds synthetic tables to <c>mlContext.Data</c>.</summary>
public static class TableCatalogExtensions
{
    /// <summary>Makes a view of generated rows of a table, with the names and types of the columns that the generator was trained
    /// on.</summary>
    /// <remarks>Every row meets all conditions, keeps to the range and the decimals of the training rows in every column of
    /// numbers, and, unless
    /// <paramref name="allowCopies"/> is true, equals no training row. A row depends on the seed and its number alone.</remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="bundle">A bundle of a table.</param>
    /// <param name="count">How many rows; at most 2,147,483,647.</param>
    /// <param name="conditions">What every row must have: categories by column, any number of columns at once; an empty category
    /// asks for a missing value. Null, the default, for rows as frequent as among the training rows.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="allowCopies">Whether rows may equal training rows. If not, as by default, such rows are drawn again, for
    /// which the bundle must keep fingerprints of its training rows.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's device.</param>
    /// <exception cref="GanException">The bundle makes no table, there is no such column or category, or copies cannot be told.
    /// While rows are read: all draws of a row gave training rows.</exception>
    public static GeneratedTableView GenerateTableWithGan(
        this DataOperationsCatalog catalog,
        GanBundle bundle,
        int count,
        IReadOnlyDictionary<string, string>? conditions = null,
        ulong seed = 0,
        bool allowCopies = false,
        SessionSettings? settings = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        TableSession session = Open(catalog, bundle, settings);
        try
        {
            int[] places = session.Conditions(conditions ?? new Dictionary<string, string>());
            if (!allowCopies && !session.HasFingerprints)
            {
                throw new GanException(
                    $"The bundle ({bundle.Manifest.Method}) keeps no fingerprints of its training rows, so copies of them "
                        + $"cannot be told: allow copies."
                );
            }

            DataViewSchema schema = TableSchema.Of(bundle.Manifest.Table!);
            return new GeneratedTableView(
                schema,
                new TableRows(session, new ClassPlan([("", count)]), [places], schema, seed, allowCopies)
            );
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Appends rows of a table; copies of training rows are drawn again where the bundle can tell them.</summary>
    internal static AugmentedDataView Append(
        DataOperationsCatalog catalog,
        IDataView data,
        GanBundle bundle,
        ClassPlan plan,
        string? labelColumn,
        string syntheticColumn,
        ulong seed,
        SessionSettings? settings,
        long? sourceRows
    )
    {
        if (labelColumn is not null)
            ClassColumn.Find(data.Schema, labelColumn);
        else if (plan.Names.FirstOrDefault(name => name.Length > 0) is { } label)
            throw new GanException(
                $"The rows are to be of the class '{label}', and a table has many columns: say of which one the class is "
                    + "(labelColumnName)."
            );
        TableSession session = Open(catalog, bundle, settings);
        try
        {
            int[][] conditions =
            [
                .. plan.Names.Select(name =>
                    session.Conditions(
                        labelColumn is null || name.Length == 0 ? [] : new Dictionary<string, string> { [labelColumn] = name }
                    )
                ),
            ];
            return new AugmentedDataView(
                data,
                new TableRows(session, plan, conditions, data.Schema, seed, !session.HasFingerprints),
                syntheticColumn,
                sourceRows
            );
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static TableSession Open(DataOperationsCatalog catalog, GanBundle bundle, SessionSettings? settings) =>
        new(bundle, MLNetInternals.SettingsFor(catalog, settings));
}
