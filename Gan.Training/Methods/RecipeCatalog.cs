using Gan.Onnx;

namespace Gan.Training.Methods;

/// <summary>Every recipe, by name.</summary>
public static class RecipeCatalog
{
    /// <summary>All recipes with their default settings; the recommended one first.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new R3GanRecipe(),
        new MlpGanRecipe(),
        new DcganRecipe(),
        new LsganRecipe(),
        new WganRecipe(),
        new WganGpRecipe(),
        new DraganRecipe(),
        new SnGanRecipe(),
        new PacGanRecipe(),
        new UnrolledGanRecipe(),
        new BeganRecipe(),
        new InfoGanRecipe(),
        new CganRecipe(),
        new AcganRecipe(),
        new ConditionalWganGpRecipe(),
        new SemiSupervisedGanRecipe(),
        new CtganRecipe(),
        new OneClassGanRecipe(),
        new FAnoGanRecipe(),
        new BiGanRecipe(),
        new AladRecipe(),
        new GanomalyRecipe(),
        new Pix2PixRecipe(),
        new SegmentationRecipe(),
        new SrResNetRecipe(),
        new EsrganRecipe(),
        new CycleGanRecipe(),
        new CutRecipe(),
        new FastCutRecipe(),
        new SimGanRecipe(),
        new ColorizationRecipe(),
        new InpaintingRecipe(),
        new StackGanRecipe(),
    ];

    /// <summary>The recipe of a name.</summary>
    /// <param name="name">Its <see cref="Recipe.Name"/>, in any case.</param>
    /// <exception cref="GanException">There is no such recipe; the message lists those there are.</exception>
    public static Recipe Find(string name) =>
        All.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new GanException(
            $"There is no recipe '{name}'. Did you mean '{NearestName.Find(name ?? "", All.Select(r => r.Name))}'? "
                + $"Recipes: {string.Join(", ", All.Select(r => r.Name))}."
        );
}
