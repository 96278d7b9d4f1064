// Photographs of one season made to look like another, by FastCUT, which needs no pairs: two folders of photographs, as many as
// there are in each. What Fit returns runs without libtorch; here it is saved, and used at once on the photographs themselves.
//
//   dotnet run -c Release --project samples/AnotherSeason -- summer winter as-winter 4000
using AnotherSeason;
using Gan.MLNet;
using Gan.Training.Methods;
using Gan.Training.Trainers;
using Microsoft.ML;

if (args is not [var from, var to, var output, .. var rest])
{
    Console.Error.WriteLine("Usage: AnotherSeason FOLDER OF-THE-OTHER-SEASON OUT [STEPS [SIZE]]");
    return 2;
}

var ml = new MLContext(seed: 1);
var (summer, winter) = (Photos.In(from), Photos.In(to));
var (steps, size) = (Photos.Number(rest, 0, 4000), Photos.Number(rest, 1, 64));

// A row holds a photograph of each season, which do not belong together; the shorter folder begins again.
var rows = ml.Data.LoadFromEnumerable(
    Enumerable
        .Range(0, Math.Max(summer.Count, winter.Count))
        .Select(i => new TwoPhotos { From = summer[i % summer.Count], To = winter[i % winter.Count] })
);
var loading = ml.Transforms.LoadGanImages("Source", from, "From").Append(ml.Transforms.LoadGanImages("Target", to, "To"));

// Little changes between seasons, so the generator learns the change of a photograph and begins with none.
var translator = ml.Transforms.TrainGanTranslator(
    new GanTranslatorOptions
    {
        Size = size,
        Steps = steps,
        Recipe = new FastCutRecipe
        {
            FeatureMaps = 16,
            DiscriminatorFeatureMaps = 16,
            Blocks = 4,
            GlobalResidual = true,
        },
    }
);
using var model = loading.Append(translator).Fit(rows);
Directory.CreateDirectory(output);
ml.Model.Save(model, null, Path.Combine(output, "model.zip"));

var mine = ml.Data.LoadFromEnumerable(summer.Select(file => new TwoPhotos { From = file, To = winter[0] }));
foreach (var row in ml.Data.CreateEnumerable<Translation>(model.Transform(mine), reuseRowObject: false))
{
    using var picture = row.Translated;
    picture.Save(Path.Combine(output, Path.ChangeExtension(row.From, ".png")));
}

Console.WriteLine($"{summer.Count} photographs: {output}");
return 0;
