using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>CTGAN's game: conditions are drawn with real rows that meet them, the generator sees them as codes, and the critic
/// behind each row's values.</summary>
internal sealed class TableGame : LatentGame
{
    private readonly ConditionSampler? _conditions;

    public TableGame(GameSetup setup, CtganRecipe recipe)
        : this(setup, recipe, Conditions(setup, recipe)) { }

    private TableGame(GameSetup setup, CtganRecipe recipe, ConditionSampler? conditions)
        : base(setup, recipe, conditions is null ? null : rows => Batches(setup, conditions, rows)) => _conditions = conditions;

    public override IReadOnlyList<BundlePart> Export() =>
        Data.Table is { } table
            ? [new TableGeneratorPart(GeneratorResult, table.Table, table.Encoding, Setup.Settings.KeepFingerprints)]
            : base.Export();

    private protected override float[] PreviewCodes(CodeLayout layout, int rows)
    {
        var codes = new float[rows * layout.Width];
        _conditions!.Draw(new Random(Setup.Settings.Seed), new int[rows], codes);
        return codes;
    }

    private static ConditionSampler? Conditions(GameSetup setup, CtganRecipe recipe) =>
        setup.Data.Table is { Encoding.ConditionWidth: > 0 } table
            ? new ConditionSampler(table, recipe.SeveralConditionsShare)
            : null;

    private static BatchStream Batches(GameSetup setup, ConditionSampler conditions, int rows)
    {
        GameSetup.CheckCount(setup.Data, rows);
        return setup.Add("real", new ConditionedBatches(setup.Data, conditions, rows, setup.StreamSeed, setup.Device));
    }
}
