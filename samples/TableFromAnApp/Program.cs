// Makes rows of a table in an ordinary ML.NET app: a trained bundle gives typed rows of the kinds that are asked for, and a CSV
// file. Nothing is trained and no libtorch is loaded; the app references Gan.MLNet alone.
//
//   dotnet run --project samples/TableFromAnApp -- models/credit-g applicants.csv
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using TableFromAnApp;

var ml = new MLContext(seed: 1);
var bundle = GanBundle.Load(args.Length > 0 ? args[0] : "models/credit-g");
var path = args.Length > 1 ? args[1] : "applicants.csv";

// What can be asked for: any category of any such column.
foreach (var column in bundle.Manifest.Table!.Columns.Where(column => column.Categories is not null))
    Console.WriteLine($"{column.Name}: {string.Join(", ", column.Categories!)}");

// Three conditions at once, and rows as objects. Nothing is drawn and thrown away to meet them.
Applicant[] Ask(string judgment)
{
    var conditions = new Dictionary<string, string>
    {
        ["class"] = judgment,
        ["housing"] = "own",
        ["purpose"] = "new car",
    };
    using var rows = ml.Data.GenerateTableWithGan(bundle, 1000, conditions, seed: 7);
    return [.. ml.Data.CreateEnumerable<Applicant>(rows, reuseRowObject: false)];
}

foreach (var judgment in new[] { "good", "bad" })
{
    var applicants = Ask(judgment);
    Console.WriteLine(
        $"{applicants.Length} {judgment} owners who want a new car: {applicants.Average(a => a.Months):0.0} months, "
            + $"{applicants.Average(a => a.Amount):0} marks, "
            + $"{applicants.Average(a => a.Age):0.0} years old; no checking account: "
            + $"{applicants.Count(a => a.CheckingStatus == "no checking")}"
    );
}

// Rows of every kind, as frequent as in the table that was learned, in a file that any program reads.
using var all = ml.Data.GenerateTableWithGan(bundle, 1000);
using (var file = File.Create(path))
    ml.Data.SaveAsText(all, file, separatorChar: ',', schema: false);
Console.WriteLine($"{File.ReadLines(path).Count() - 1} rows in {path}");
