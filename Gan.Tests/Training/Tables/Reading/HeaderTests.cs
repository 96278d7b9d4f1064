using Gan.Onnx;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Tables.Reading;

/// <summary>Which row names the columns, and what they are called where it does not.</summary>
[TestClass]
public sealed class HeaderTests
{
    [TestMethod]
    [DataRow("Age,City\n1,Bern\n", "Age|City", 1)]
    [DataRow("a,b\nx,y\n", "a|b", 1)]
    [DataRow("1,2\n3,4\n", "column1|column2", 2)]
    [DataRow("5.1,red\n4.9,blue\n4.7,red\n4.8,blue\n", "column1|column2", 4)]
    [DataRow("5.1,setosa\n4.9,virginica\n", "column1|column2", 2)]
    [DataRow("City,2019,2020\nBern,1,2\nOslo,3,4\nBern,5,6\nOslo,1,2\n", "City|2019|2020", 4)]
    [DataRow(",Age,City\n0,5,Bern\n1,6,Oslo\n", "column1|Age|City", 2)]
    [DataRow(",0,1\n0,5,6\n1,6,7\n", "column1|0|1", 2)]
    [DataRow("0,1,2,3\n5,6,7,8\n", "0|1|2|3", 1)]
    [DataRow("0,1\n5,6\n", "column1|column2", 2)]
    [DataRow("1,NaN,3\n4,5,6\n", "column1|column2|column3", 2)]
    [DataRow("a,a,a_2,\n1,2,3,4\n", "a|a_3|a_2|column4", 1)]
    [DataRow("\"a\tb\",\"c\nd\"\n1,2\n", "a b|c d", 1)]
    [DataRow("\"a,b\",\"c\"\"d\"\n1,2\n", "a,b|c\"d", 1)]
    public void Names_are_those_of_the_header_or_made(string text, string names, int rows)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], text);
        var table = Table.FromFile(folder["a.csv"]);
        Assert.AreEqual(names, string.Join('|', table.Columns.Select(c => c.Name)));
        Assert.AreEqual(rows, table.RowCount);
    }

    [TestMethod]
    public void What_was_changed_is_told()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], "a,a,\n1,2,3\n");
        var notes = string.Join('\n', Table.FromFile(folder["a.csv"]).Description!.Notes);
        StringAssert.Contains(notes, "column 2 has a name that another column has too, and is called 'a_2'");
        StringAssert.Contains(notes, "column 3 has no name in the header and is called 'column3'");
        File.WriteAllText(folder["b.csv"], "1,2\n3,4\n");
        StringAssert.Contains(
            Table.FromFile(folder["b.csv"]).Description!.Notes[0],
            "there is no header: the columns are called column1 to column2"
        );
    }

    [TestMethod]
    public void Columns_that_are_not_there_are_named()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["a.csv"], "a,b\n1,2\n");
        var e = Assert.ThrowsExactly<GanException>(() => Table.FromFile(folder["a.csv"], new TableOptions { KeyColumn = "c" }));
        StringAssert.Contains(e.Message, "no column 'c'. Columns: a, b");
    }
}
