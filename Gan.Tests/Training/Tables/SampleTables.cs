using Gan.Onnx.Bundles;
using Gan.Training.Tables;

namespace Gan.Tests.Training.Tables;

/// <summary>Tables whose columns depend on each other in known ways.</summary>
internal static class SampleTables
{
    /// <summary>City and member are categories (a quarter of the members unknown); income is near 20 in Rome and 60 elsewhere,
    /// with one decimal; age is whole; balance is 0 for non-members and missing for a fifth of the rows; country is the same
    /// everywhere.</summary>
    public static Table Customers(int rows, int seed = 1)
    {
        var random = new Random(seed);
        string[] cities = ["Bern", "Oslo", "Rome"];
        var (city, member, income, age, balance) = (
            new double[rows],
            new double[rows],
            new double[rows],
            new double[rows],
            new double[rows]
        );
        for (var i = 0; i < rows; i++)
        {
            city[i] = random.Next(10) switch
            {
                < 6 => 0,
                < 9 => 1,
                _ => 2,
            };
            member[i] = random.Next(4) == 0 ? double.NaN : random.Next(2);
            income[i] = MathF.Round((float)(Normal(random) * 2 + (city[i] == 2 ? 20 : 60)) * 10) / 10;
            age[i] = random.Next(18, 80);
            balance[i] =
                random.Next(5) == 0 ? double.NaN
                : member[i] == 1 ? (float)(Normal(random) * 100 + 1000)
                : 0;
        }

        return new Table(
            "customers",
            [
                new TableColumn
                {
                    Name = "city",
                    Type = TableColumnType.Text,
                    Categories = cities,
                    Values = city,
                },
                new TableColumn
                {
                    Name = "member",
                    Type = TableColumnType.Text,
                    Categories = ["no", "yes"],
                    Values = member,
                },
                new TableColumn
                {
                    Name = "income",
                    Type = TableColumnType.Single,
                    Values = income,
                },
                new TableColumn
                {
                    Name = "age",
                    Type = TableColumnType.Int32,
                    Values = age,
                },
                new TableColumn
                {
                    Name = "balance",
                    Type = TableColumnType.Double,
                    Values = balance,
                },
                new TableColumn
                {
                    Name = "country",
                    Type = TableColumnType.Text,
                    Categories = ["Europe"],
                    Values = new double[rows],
                },
            ]
        );
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
