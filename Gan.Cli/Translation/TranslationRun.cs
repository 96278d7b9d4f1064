using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;

namespace Gan.Cli.Translation;

/// <summary>Runs a bundle's translator over the pictures of a plan.</summary>
internal static class TranslationRun
{
    /// <summary>What a bundle's translator does, where it makes pictures of pictures.</summary>
    /// <param name="manifest">The bundle's.</param>
    /// <param name="recipe">A recipe that would train one.</param>
    public static BundleTranslator RequireTranslator(BundleManifest manifest, string recipe)
    {
        if (manifest.Translator is not { } translator)
            throw new GanException(
                $"The bundle ({manifest.Method}) has no translator. Train one with a recipe that translates pictures, such as "
                    + $"{recipe}."
            );
        foreach (var (what, shape) in new[] { ("takes", translator.SourceShape), ("makes", manifest.Data.Shape) })
        {
            if (shape[0] is not (1 or 3 or 4))
                throw new GanException(
                    $"The bundle ({manifest.Method}) {what} images of shape [{string.Join(", ", shape)}], which are no grey, "
                        + "RGB or RGBA pictures."
                );
        }

        return translator;
    }

    /// <summary>Translates the pictures of a plan, each written whole or not at all.</summary>
    /// <param name="plan">The pictures.</param>
    /// <param name="translate">Translates one, or says in a sentence why it cannot be.</param>
    /// <param name="words">Where it is said how far it is.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <param name="done">What is done to a picture, in the past.</param>
    /// <returns>The pictures that were skipped, with the reasons.</returns>
    /// <exception cref="StoppedException">It was stopped.</exception>
    public static List<(string Name, string Fault)> Run(
        TranslationPlan plan,
        Func<TranslationItem, (TranslatedPicture? Result, string? Fault)> translate,
        TextWriter words,
        CancellationToken cancellation,
        string done = "translated"
    )
    {
        var progress = new CountLine("picture", plan.Items.Count, words);
        var skipped = new List<(string Name, string Fault)>();
        for (var i = 0; i < plan.Items.Count; i++)
        {
            if (cancellation.IsCancellationRequested)
                throw new StoppedException(
                    $"{i - skipped.Count} of {plan.Items.Count} pictures are {done}. The same command with --missing goes on."
                );
            var item = plan.Items[i];
            var (result, fault) = translate(item);
            if (result is null)
            {
                skipped.Add((item.Name, fault!));
                progress.Clear();
                if (plan.IsFolder)
                    Console.Error.WriteLine($"skipped {item.Source}: {fault}");
            }
            else
            {
                // The classes first: with the picture, all is there.
                if (item.Classes is not null)
                    AtomicFile.Write(item.Classes, stream => stream.Write(result.Classes));
                AtomicFile.Write(item.Output, stream => stream.Write(result.Png));
            }

            if (plan.IsFolder)
                progress.Show(i + 1);
        }

        return skipped;
    }
}
