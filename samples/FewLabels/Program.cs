// Few labels: a discriminator that learned from unlabelled digits gives features from which a classifier learns with less.
//
//   dotnet run -c Release --project samples/FewLabels -- models/digits-dcgan
using FewLabels;
using Gan.Onnx.Bundles;

var bundle = GanBundle.Load(args.Length > 0 ? args[0] : "models/digits-dcgan");

// The layers and the regularization were chosen on the draws of seeds 1 to 4, so other draws judge them.
const int FirstSeed = 101,
    Draws = 10;
Console.WriteLine("labels   from pixels   from features   (accuracy on the other digits, mean of ten draws)");
foreach (var labels in new[] { 20, 50, 100, 200 })
{
    var draws = Enumerable.Range(FirstSeed, Draws).Select(seed => FewLabelled.Accuracy(bundle, labels, seed)).ToArray();
    Console.WriteLine($"{labels, 6}   {draws.Average(d => d.Pixels), 11:0.000}   {draws.Average(d => d.Features), 13:0.000}");
}
