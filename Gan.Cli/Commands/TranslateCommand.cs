using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Cli.Translation;
using Gan.MLNet;
using Gan.MLNet.Translation;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary><c>gan translate</c>: pictures into pictures of another kind, by a bundle with a translator.</summary>
internal static class TranslateCommand
{
    public static Command Create()
    {
        var bundle = BundleOption.Create();
        var input = new Argument<string>("in") { Description = "A picture, or a folder of pictures and of folders of them." };
        var output = new Argument<string>("out")
        {
            Description =
                "A .png for one picture, a folder for a folder: the same names and folders, each picture as .png. Pictures keep "
                + "their size, times what the bundle enlarges; those of a bundle of one size are translated at that size and "
                + "brought back to their own.",
        };
        var mask = new Option<string?>("--mask")
        {
            Description =
                "For bundles that fill in: a mask of the picture's size, white where it is to be filled in, or a folder of masks "
                + "of the pictures' names.",
        };
        var classes = new Option<string?>("--classes")
        {
            Description = "For bundles that tell pixels' classes: also write their numbers as a grey .png, or into this folder.",
        };
        var size = new Option<int?>("--size")
        {
            Description = "For bundles of any size: make pictures this many pixels on their longer side before.",
        };
        var tile = new Option<int?>("--tile")
        {
            Description =
                "For bundles of any size that allow it: pixels a side of the tiles that larger pictures are cut into, which "
                + "bounds memory; 512 or what the bundle needs when left out.",
        };
        var pictures = new PictureOptions();
        var json = CommandOutput.NewOption();
        var command = new Command("translate", "Translate pictures into pictures of another kind.")
        {
            input,
            output,
            bundle,
            mask,
            classes,
            size,
            tile,
            json,
        };
        pictures.AddTo(command);
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var loaded = BundleOption.Load(result.GetRequiredValue(bundle));
                        var choices = new TranslateChoices
                        {
                            Input = result.GetRequiredValue(input),
                            Output = result.GetRequiredValue(output),
                            Mask = result.GetValue(mask),
                            Classes = result.GetValue(classes),
                            Size = result.GetValue(size),
                            Tile = result.GetValue(tile),
                            Pictures = pictures.Read(result),
                        };
                        Check(loaded.Manifest, choices);
                        Translate(loaded, choices, new CommandOutput(result.GetValue(json)), cancellation);
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan translate --bundle run/bundle photo.jpg painting.png",
            "gan translate --bundle run photos/ paintings/",
            "gan translate --bundle run --mask masks/ photos/ mended/",
            "gan translate --bundle run --classes numbers/ photos/ maps/",
            "gan translate --bundle run --tile 256 photos/ larger/"
        );
    }

    private static void Check(BundleManifest manifest, TranslateChoices choices)
    {
        var translator = TranslationRun.RequireTranslator(manifest, "pix2pix");
        if (translator.TakesMask != (choices.Mask is not null))
            throw new GanException(
                translator.TakesMask
                    ? "The bundle fills in what a mask says: give --mask."
                    : "The option --mask is for bundles that fill in, and this one takes no mask."
            );
        if (choices.Classes is not null && translator.ClassCount is 0 or > 256)
            throw new GanException(
                translator.ClassCount == 0
                    ? "The option --classes is for bundles that tell pixels' classes, and this one does not."
                    : $"The bundle knows {translator.ClassCount} classes, and a grey picture has room for 256 numbers."
            );
        CheckSizes(manifest, choices);
    }

    private static void CheckSizes(BundleManifest manifest, TranslateChoices choices)
    {
        var translator = manifest.Translator!;
        if (choices.Size is { } size)
        {
            if (!translator.AnySize)
                throw new GanException(
                    "The option --size is for bundles of any size, and this one takes pictures "
                        + $"{translator.SourceShape[2]} pixels wide and {translator.SourceShape[1]} high."
                );
            if (size < 1)
                throw new GanException($"The option --size is {size}; it must be at least 1.");
        }

        if (choices.Tile is not { } tile)
            return;
        var least =
            new TranslationReader(manifest, new ImageInputOptions()).SmallestTile
            ?? throw new GanException(
                "The option --tile is for bundles of any size whose pixels reach but so far, and this one takes whole pictures."
            );
        if (tile < least || tile > TranslationReader.LargestTile)
            throw new GanException(
                $"The option --tile is {tile}; for this bundle it must be {least} to {TranslationReader.LargestTile}."
            );
    }

    private static void Translate(
        GanBundle bundle,
        TranslateChoices choices,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        var plan = TranslationPlan.Make(choices.Input, choices.Output, choices.Mask, choices.Classes);
        if (choices.Pictures.Missing)
            plan = plan.Missing();
        else if (!choices.Pictures.Force)
            plan.RequireNew();
        if (plan.Note is { } note)
            output.Words.WriteLine(note);
        using var session = new TranslatorSession(
            bundle,
            SessionSettings.ForDevice(choices.Pictures.Device) with
            {
                TileSide = choices.Tile,
            }
        );
        foreach (var folder in plan.Items.SelectMany(i => i.Results).Select(Path.GetDirectoryName).Distinct())
            AtomicFile.CreateFolder(Path.GetFullPath(folder!));
        var translation = new PictureTranslation(bundle, session, choices.Pictures.Background, choices.Size);
        var skipped = TranslationRun.Run(
            plan,
            item => (translation.Translate(item.Source, item.Mask, item.Classes is not null, out var fault), fault),
            output.Words,
            cancellation
        );
        Say(output, plan, choices, skipped);
    }

    private static void Say(
        CommandOutput output,
        TranslationPlan plan,
        TranslateChoices choices,
        List<(string Name, string Fault)> skipped
    )
    {
        if (!plan.IsFolder && skipped.Count > 0)
            throw new GanException($"'{choices.Input}' cannot be translated: {skipped[0].Fault}");
        var made = plan.Items.Count - skipped.Count;
        output.Result(
            new JsonObject
            {
                ["translated"] = made,
                ["skipped"] = new JsonArray([
                    .. skipped.Select(s => (JsonNode)new JsonObject { ["file"] = s.Name, ["reason"] = s.Fault }),
                ]),
                ["out"] = Path.GetFullPath(plan.IsFolder || plan.Items.Count == 0 ? choices.Output : plan.Items[0].Output),
            },
            plan.IsFolder
                ? $"{made} pictures translated, {skipped.Count} skipped: {choices.Output}"
                : $"translated: {(plan.Items.Count == 0 ? choices.Output : plan.Items[0].Output)}"
        );
        if (skipped.Count > 0)
            throw new GanException(
                $"{skipped.Count} of {plan.Items.Count} pictures could not be translated; the lines above say why."
            );
    }

    /// <summary>What was given on the command line.</summary>
    private sealed record TranslateChoices
    {
        public required string Input { get; init; }

        public required string Output { get; init; }

        public string? Mask { get; init; }

        public string? Classes { get; init; }

        public int? Size { get; init; }

        public int? Tile { get; init; }

        public required PictureChoices Pictures { get; init; }
    }
}
