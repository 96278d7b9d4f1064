// Balances a real table whose interesting class is the smaller one, and measures whether a classifier learns more from it.
//
//   dotnet run -c Release --project samples/BalanceATable -- [splits]
using System.Globalization;
using BalanceATable;
using Microsoft.ML;

// The GAN's settings were chosen on the splits of seeds 1 to 5, so other splits judge it.
const int FirstSeed = 101;
var splits = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var rows = new MLContext().Data.LoadFromTextFile<Person>(
    Path.Combine(AppContext.BaseDirectory, "pima.csv"),
    separatorChar: ',',
    hasHeader: true
);
var results = Enumerable.Range(FirstSeed, splits).Select(seed => Comparison.F1(rows, seed)).ToArray();
Console.WriteLine("F1 of the smaller class on held-out real rows, by the seed of the split");
Console.WriteLine(" seed   as it is   SMOTE   GAN");
foreach (var (i, (plain, smote, gan)) in results.Index())
    Console.WriteLine($"{FirstSeed + i, 5}   {plain, 8:0.000}   {smote:0.000}   {gan:0.000}");
Console.WriteLine(
    $" mean   {results.Average(r => r.Plain), 8:0.000}   {results.Average(r => r.Smote):0.000}   "
        + $"{results.Average(r => r.Gan):0.000}"
);
