using Gan.Training.Tables.Reading;

namespace Gan.Tests.Training.Tables.Reading;

[TestClass]
public sealed class NumberTextTests
{
    [TestMethod]
    [DataRow("1", false, 1)]
    [DataRow("-1.5", false, -1.5)]
    [DataRow("\u22121.5", false, -1.5)]
    [DataRow("+.5e-3", false, 0.0005)]
    [DataRow("1,234.50", false, 1234.5)]
    [DataRow("-1,234,567", false, -1234567)]
    [DataRow("1 234 567.5", false, 1234567.5)]
    [DataRow("1\u00A0234", false, 1234)]
    [DataRow("1'234.5", false, 1234.5)]
    [DataRow("48,3", true, 48.3)]
    [DataRow("1.234,50", true, 1234.5)]
    [DataRow("1.234", true, 1234)]
    [DataRow("1 234,5", true, 1234.5)]
    [DataRow("123456789012345", false, 123456789012345)]
    [DataRow("1704045669", false, 1704045669)]
    public void Numbers_are_read(string text, bool decimalCommas, double expected)
    {
        Assert.IsTrue(NumberText.TryParse(text, decimalCommas, out var value));
        Assert.AreEqual(expected, value);
    }

    [TestMethod]
    [DataRow("", false)]
    [DataRow("abc", false)]
    [DataRow("1,23", false)]
    [DataRow("1,2345", false)]
    [DataRow("1234,567", false)]
    [DataRow(",123", false)]
    [DataRow("1,234,56", false)]
    [DataRow("1,234 567", false)]
    [DataRow("1.2.3", false)]
    [DataRow("2024-01-01", false)]
    [DataRow("12:30", false)]
    [DataRow("1.23", true)]
    [DataRow("31.12.2024", true)]
    [DataRow("1e400", false)]
    [DataRow("inf", false)]
    [DataRow("NaN", false)]
    [DataRow("0x10", false)]
    [DataRow("12%", false)]
    [DataRow("-", false)]
    public void Other_texts_are_not(string text, bool decimalCommas) =>
        Assert.IsFalse(NumberText.TryParse(text, decimalCommas, out _));

    [TestMethod]
    [DataRow("02116", true)]
    [DataRow("00", true)]
    [DataRow("1234567890123456", true)]
    [DataRow("0", false)]
    [DataRow("2116", false)]
    [DataRow("0.5", false)]
    [DataRow("-05", false)]
    public void Codes_are_told_from_numbers(string text, bool expected) => Assert.AreEqual(expected, NumberText.IsCode(text));
}
