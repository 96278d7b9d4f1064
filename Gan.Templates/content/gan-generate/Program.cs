// Writes pictures that a GAN makes: dotnet run -c Release -- 16
//
// The bundle in the folder `bundle` makes handwritten digits. Put one of yours there, which
// `gan train --data photos/ --size 64 --out run` leaves in run/bundle.
using System.Globalization;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;

var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 16;
var bundle = GanBundle.Load(Path.Combine(AppContext.BaseDirectory, "bundle"));
var ml = new MLContext(seed: 1);

// Rows out of nothing: row N is the picture of seed N, today and tomorrow.
var options = new GeneratorOptions { OutputKind = GeneratedKind.Image };
using var rows = ml.Data.GenerateWithGan(bundle, count, "Picture", options: options);
Directory.CreateDirectory("pictures");
var number = 0;
foreach (var picture in rows.GetColumn<MLImage>("Picture"))
{
    using (picture)
        picture.Save(Path.Combine("pictures", $"{number++}.png"));
}

Console.WriteLine($"{number} pictures in {Path.GetFullPath("pictures")}");
