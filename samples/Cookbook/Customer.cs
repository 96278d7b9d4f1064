namespace Cookbook;

/// <summary>A row of a table of customers.</summary>
internal sealed record Customer
{
    public string Country { get; set; } = "";

    public string Plan { get; set; } = "";

    public int Age { get; set; }

    public float Spent { get; set; }

    public bool Churned { get; set; }

    /// <summary>Customers who stand in for those of a database.</summary>
    public static IEnumerable<Customer> Some(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var (isNorwegian, isPaying) = (random.NextDouble() < 0.3, random.NextDouble() < 0.4);
            yield return new Customer
            {
                Country = isNorwegian ? "Norway" : "Chile",
                Plan = isPaying ? "paid" : "free",
                Age = 18 + random.Next(50),
                Spent = isPaying ? MathF.Round(20 + 80 * random.NextSingle(), 2) : 0,
                Churned = random.NextDouble() < (isPaying ? 0.1 : 0.4),
            };
        }
    }
}
