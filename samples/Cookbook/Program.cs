// The cookbook's tasks (docs/cookbook), a file for each.
//
//   dotnet run -c Release --project samples/Cookbook -- sensors
using System.Globalization;
using Cookbook;

int Number(int place, int otherwise) => place < args.Length ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

switch (args)
{
    case ["sensors", ..]:
        Sensors.Watch(".", Number(1, 1000));
        break;
    case ["frauds", ..]:
        Frauds.Find(".", Number(1, 1000));
        break;
    case ["credit", ..]:
        Credit.Balance("models/credit-g", "balanced.csv", Number(1, 1000));
        break;
    case ["customers", ..]:
        Customers.Learn("customers-gan", Number(1, 1000));
        foreach (var customer in Customers.Make("customers-gan", 5))
            Console.WriteLine(customer);
        break;
    case ["thumbnails", var bundle, var from, var to]:
        Thumbnails.Enlarge(bundle, from, to);
        break;
    case ["masks", var pictures, var masks]:
        Holes.DrawMasks(pictures, masks);
        break;
    case ["fill", var bundle, var pictures, var masks, var filled]:
        Holes.Fill(bundle, pictures, masks, filled);
        break;
    case ["rows", ..]:
        MillionRows.Generate("models/credit-g", "applicants.parquet", Number(1, 1_000_000));
        break;
    case ["score", var model, var rows, var scores]:
        MillionRows.Score(model, rows, scores);
        break;
    default:
        Console.Error.WriteLine(
            "Usage: Cookbook sensors [STEPS] | frauds [STEPS] | credit [STEPS] | customers [STEPS] | thumbnails BUNDLE FROM TO | "
                + "masks PICTURES MASKS | fill BUNDLE PICTURES MASKS FILLED | rows [COUNT] | score MODEL ROWS SCORES"
        );
        return 2;
}

return 0;
