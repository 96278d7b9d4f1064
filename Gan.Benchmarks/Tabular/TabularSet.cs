using Gan.Onnx;
using Gan.Training.Tables;

namespace Gan.Benchmarks.Tabular;

/// <summary>A table to measure on: its rows, and the class that is looked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">All rows, or the training rows where the set has test rows of its own.</param>
/// <param name="Label">The column with the class.</param>
/// <param name="Positive">The category that is looked for.</param>
/// <param name="Test">The set's own test rows; null where it has none.</param>
internal sealed record TabularSet(string Name, Table Table, string Label, string Positive, Table? Test = null)
{
    private static readonly string[] AdultColumns =
    [
        "age",
        "workclass",
        "fnlwgt",
        "education",
        "education-num",
        "marital-status",
        "occupation",
        "relationship",
        "race",
        "sex",
        "capital-gain",
        "capital-loss",
        "hours-per-week",
        "native-country",
        "income",
    ];

    /// <summary>The imbalanced sets that augmentation is measured on.</summary>
    public static IReadOnlyList<string> Imbalanced { get; } =
    ["credit-g", "credit-default", "attrition", "credit-data", "wine-red", "satellite", "diabetes", "breast-cancer"];

    /// <summary>Reads a set: one of those named above, <c>adult</c>, or a CSV file of the folder whose last column is the
    /// class.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="name">The set, or the file's name without its ending.</param>
    /// <exception cref="GanException">There is no such file, or its last column is no class.</exception>
    public static TabularSet Read(string folder, string name)
    {
        string Path(string file) => System.IO.Path.Combine(folder, file);
        switch (name)
        {
            case "adult":
                var options = new TableOptions { ColumnNames = AdultColumns };
                var training = Table.FromFile(Path("adult.data.gz"), options);
                return new(name, training, "income", ">50K", Align(Table.FromFile(Path("adult.test.gz"), options), training));
            case "credit-g":
                return new(
                    name,
                    Table.FromFile(
                        Path("credit-g.arff.gz"),
                        new TableOptions
                        {
                            Source = "German credit data (H. Hofmann, 1994; UCI Machine Learning Repository)",
                            Licence = "CC BY 4.0",
                        }
                    ),
                    "class",
                    "bad"
                );
            case "diabetes":
                return new(name, Table.FromFile(Path("diabetes.arff.gz")), "class", "tested_positive");
            case "breast-cancer":
                return new(name, Table.FromFile(Path("breast-cancer.arff.gz")), "Class", "recurrence-events");
            case "credit-default":
                return new(
                    name,
                    Table.FromFile(
                        Path("default_of_credit_card_clients.csv.gz"),
                        new TableOptions
                        {
                            IgnoredColumns = ["ID"],
                            CategoricalColumns = ["X2", "X3", "X4", "X6", "X7", "X8", "X9", "X10", "X11", "Y"],
                        }
                    ),
                    "Y",
                    "1"
                );
            case "attrition":
                return new(name, Table.FromFile(Path("modeldata_attrition.csv.gz")), "Attrition", "Yes");
            case "credit-data":
                return new(name, Table.FromFile(Path("modeldata_credit_data.csv.gz")), "Status", "bad");
            case "satellite":
                return new(name, Table.FromFile(Path("Satellite.csv.gz")), "classes", "damp grey soil");
            case "wine-red":
                return new(name, AtLeast(Table.FromFile(Path("winequality-red.csv.gz")), "quality", 7), "quality", "good");
            default:
                return Any(
                    name,
                    new[] { ".csv.gz", ".csv" }.Select(ending => Path(name + ending)).FirstOrDefault(File.Exists)
                        ?? throw new GanException(
                            $"The folder '{folder}' has no file '{name}.csv' or '{name}.csv.gz', and there is no set of that "
                                + $"name. "
                                + $"Sets: adult, {string.Join(", ", Imbalanced)}."
                        )
                );
        }
    }

    /// <summary>The rarest class of the last column that has at least twenty rows.</summary>
    private static TabularSet Any(string name, string path)
    {
        var all = Table.FromFile(path);
        var label = all.Columns[^1].Name;
        if (!all.Columns[^1].IsCategorical)
            all = Table.FromFile(path, new TableOptions { CategoricalColumns = [label] });
        var rarest = all.Columns[^1]
            .Values.Where(v => !double.IsNaN(v))
            .CountBy(v => v)
            .Where(c => c.Value >= 20)
            .OrderBy(c => c.Value)
            .ToArray();
        if (rarest.Length < 2)
            throw new GanException($"The last column of '{path}', '{label}', has fewer than two classes of at least 20 rows.");
        return new(name, all, label, all.Columns[^1].Categories![(int)rarest[0].Key]);
    }

    /// <summary>Test rows with the training rows' categories; one that those lack is missing. Adult's test file ends its labels
    /// in a full stop.</summary>
    private static Table Align(Table test, Table training) =>
        new(
            test.Name,
            [
                .. training.Columns.Select(
                    (column, i) =>
                    {
                        if (column.Categories is not { } names)
                            return column with { Values = test.Columns[i].Values };
                        var places = test.Columns[i].Categories!.Select(c => names.ToList().IndexOf(c.TrimEnd('.'))).ToArray();
                        return column with
                        {
                            Values =
                            [
                                .. test.Columns[i]
                                    .Values.Select(v => double.IsNaN(v) || places[(int)v] < 0 ? double.NaN : places[(int)v]),
                            ],
                        };
                    }
                ),
            ]
        );

    private static Table AtLeast(Table table, string name, float least) =>
        new(
            table.Name,
            [
                .. table.Columns.Select(column =>
                    column.Name == name
                        ? column with
                        {
                            Type = Onnx.Bundles.TableColumnType.Text,
                            Categories = ["good", "other"],
                            Values = [.. column.Values.Select(v => v >= least ? 0.0 : 1.0)],
                        }
                        : column
                ),
            ]
        );
}
