namespace Gan.Training.Tables.Reading;

/// <summary>A file with a table in it, which can be read more than once.</summary>
internal interface ITableSource : IDisposable
{
    /// <summary>The columns' names, all different.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether the file itself names the columns.</summary>
    bool HasNames { get; }

    /// <summary>What kind of file it is and how it is written, in words.</summary>
    string Format { get; }

    /// <summary>About how many rows there are; 0 where that cannot be told before they are read.</summary>
    int ExpectedRows { get; }

    /// <summary>What was done to the columns' names, in sentences.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Whether the file itself says that a column holds categories.</summary>
    bool IsNominal(int column);

    /// <summary>Reads all rows.</summary>
    /// <param name="columns">For each column what takes its values; null for one that nobody asks for.</param>
    /// <param name="lines">Given every row as text, the header's first: as it stands in the file where that is text of separated
    /// values, else with commas between; null where nobody asks.</param>
    void Read(IReadOnlyList<ITableColumn?> columns, List<string>? lines);
}

/// <summary>Takes the values of one column, row by row.</summary>
internal interface ITableColumn
{
    /// <summary>Whether values are to be tried as numbers first.</summary>
    bool WantsNumbers { get; }

    /// <summary>Whether digits that are no number to count with (<see cref="NumberText.IsCode"/>) are texts.</summary>
    bool KeepsCodes { get; }

    /// <summary>Takes a finite number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="line">Where it stands.</param>
    void AddNumber(double number, int line);

    /// <summary>Takes a value that is no number, or of which that was not asked; empty for none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">Where it stands.</param>
    void AddText(ReadOnlySpan<char> text, int line);

    /// <summary>Takes a row without a value.</summary>
    /// <param name="line">Where it stands.</param>
    void AddMissing(int line);
}
