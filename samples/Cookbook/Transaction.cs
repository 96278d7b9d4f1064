using Microsoft.ML.Data;

namespace Cookbook;

/// <summary>A payment by card. Frauds are of two kinds: with a stolen card somebody buys electronics abroad at night; a number is
/// tried out by a small payment right after another. Each value is a usual one; what is unusual is that they come
/// together.</summary>
internal sealed class Transaction
{
    [LoadColumn(0)]
    public string Id { get; set; } = "";

    /// <summary>Counted from the first.</summary>
    [LoadColumn(1)]
    public float Day { get; set; }

    [LoadColumn(2)]
    public float Hour { get; set; }

    [LoadColumn(3)]
    public float Amount { get; set; }

    /// <summary>Minutes since the card was last used.</summary>
    [LoadColumn(4)]
    public float SinceLast { get; set; }

    [LoadColumn(5)]
    public string Merchant { get; set; } = "";

    [LoadColumn(6)]
    public string Country { get; set; } = "";

    /// <summary>Whether it turned out to be a fraud.</summary>
    [LoadColumn(7)]
    public bool Fraud { get; set; }

    /// <summary>Thirty days of payments. Cards are stolen on all of them, numbers tried out from day 20 on.</summary>
    /// <param name="count">How many payments.</param>
    /// <param name="seed">The same seed gives the same payments.</param>
    public static IEnumerable<Transaction> Simulate(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var day = 30 * i / count;
            var payment = random.NextDouble() switch
            {
                < 0.005 => Stolen(random),
                < 0.010 when day >= 20 => TriedOut(random),
                _ => Usual(random),
            };
            (payment.Id, payment.Day) = ($"T{i:00000}", day);
            yield return payment;
        }
    }

    private static Transaction Usual(Random random)
    {
        var (merchant, amount) = random.NextDouble() switch
        {
            < 0.60 => ("groceries", 40),
            < 0.85 => ("fuel", 60),
            < 0.93 => ("electronics", 300),
            _ => ("travel", 400),
        };
        var isAbroad = random.NextDouble() < (merchant == "travel" ? 0.5 : 0.1);
        return new Transaction
        {
            // By day, but for those who travel.
            Hour = merchant == "travel" ? 24 * random.NextSingle() : (float)Math.Clamp(14 + 4.5 * Normal(random), 0, 23.99),
            Amount = (float)(amount * Math.Exp(0.5 * Normal(random))),
            SinceLast = (float)(-600 * Math.Log(1 - random.NextDouble())),
            Merchant = merchant,
            Country = isAbroad ? "abroad" : "home",
        };
    }

    private static Transaction Stolen(Random random) =>
        new()
        {
            Hour = 6 * random.NextSingle(),
            Amount = 150 + 600 * random.NextSingle(),
            SinceLast = 10 + 600 * random.NextSingle(),
            Merchant = "electronics",
            Country = "abroad",
            Fraud = true,
        };

    private static Transaction TriedOut(Random random) =>
        new()
        {
            Hour = 8 + 14 * random.NextSingle(),
            Amount = 20 + 100 * random.NextSingle(),
            SinceLast = 10 * random.NextSingle(),
            Merchant = "electronics",
            Country = "home",
            Fraud = true,
        };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
