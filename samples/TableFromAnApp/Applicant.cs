using Microsoft.ML.Data;

namespace TableFromAnApp;

/// <summary>Some of the columns of a generated row, under their names and types.</summary>
internal sealed class Applicant
{
    [ColumnName("checking_status")]
    public string CheckingStatus { get; set; } = "";

    [ColumnName("duration")]
    public float Months { get; set; }

    [ColumnName("purpose")]
    public string Purpose { get; set; } = "";

    [ColumnName("credit_amount")]
    public float Amount { get; set; }

    [ColumnName("age")]
    public float Age { get; set; }
}
