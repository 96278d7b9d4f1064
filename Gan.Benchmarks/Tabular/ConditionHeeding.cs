using Gan.Training;
using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Tabular;

/// <summary>How far a generator of tables has learned to heed conditions by itself: the exported graph then sees to it that they
/// hold.</summary>
internal static class ConditionHeeding
{
    private const int Rows = 2000;

    /// <summary>The share of the asked categories that the network's own rows have.</summary>
    /// <param name="trainer">A run on a table.</param>
    /// <param name="count">How many columns of a real row to ask for at once.</param>
    /// <returns>A number in [0, 1]; null where there are fewer columns of categories.</returns>
    public static double? Measure(GanTrainer trainer, int count)
    {
        var (table, encoding) = trainer.Data.Table!;
        var blocks = encoding.ConditionBlocks.ToArray();
        if (blocks.Length < count)
            return null;
        var random = new Random(trainer.Settings.Seed);
        var conditions = new float[Rows * encoding.ConditionWidth];
        for (var i = 0; i < Rows; i++)
        {
            var row = random.Next(table.RowCount);
            random.Shuffle(blocks);
            foreach (var block in blocks.Take(count))
            {
                var value = table.Columns[block.Column].Values[row];
                conditions[
                    i * encoding.ConditionWidth + block.BlockStart + (double.IsNaN(value) ? block.Block - 1 : (int)value)
                ] = 1;
            }
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var latents = new Generator(1, CPU);
        var network = ((LatentGame)trainer.Game).GeneratorResult;
        network.eval();
        var input = new GeneratorInput(
            randn([Rows, network.LatentSize], generator: latents).to(trainer.Device),
            Code: tensor(conditions, [Rows, encoding.ConditionWidth]).to(trainer.Device)
        );
        var encoded = network.call(input).cpu().contiguous().data<float>().ToArray();
        network.train();
        // Decoded without the conditions: what the network does of its own accord.
        var rows = encoding.Decode(encoded);
        var (heeded, asked) = (0, 0);
        for (var i = 0; i < Rows; i++)
        {
            foreach (var block in blocks)
            {
                var place = conditions.AsSpan(i * encoding.ConditionWidth + block.BlockStart, block.Block).IndexOf(1f);
                if (place < 0)
                    continue;
                asked++;
                var value = rows[i * encoding.Columns.Count + block.Column];
                if ((double.IsNaN(value) ? block.Block - 1 : (int)value) == place)
                    heeded++;
            }
        }

        return (double)heeded / asked;
    }
}
