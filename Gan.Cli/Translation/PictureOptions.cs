using System.CommandLine;
using Gan.Cli.Commands;
using Gan.MLNet.Images;
using Gan.Onnx;

namespace Gan.Cli.Translation;

/// <summary>The options of commands that make pictures of pictures, the same in each.</summary>
internal sealed class PictureOptions
{
    private readonly Option<string> _background = new("--background")
    {
        Description = "What transparent pixels lie on for the network: white, black or #rrggbb.",
        DefaultValueFactory = _ => "white",
    };

    private readonly Option<string> _device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:N.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace results that are there already." };

    private readonly Option<bool> _missing = new("--missing")
    {
        Description = "Leave pictures that are there already and make the others, as after Ctrl-C.",
    };

    public PictureOptions()
    {
        _background.CompletionSources.Add("white", "black");
        _device.CompletionSources.Add("auto", "cpu", "cuda");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _background, _device, _force, _missing })
            command.Options.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="GanException">A value is none of those there are, or two exclude each other.</exception>
    public PictureChoices Read(ParseResult result)
    {
        var choices = new PictureChoices(
            result.GetRequiredValue(_background),
            result.GetRequiredValue(_device),
            result.GetValue(_force),
            result.GetValue(_missing)
        );
        DeviceName.Check(choices.Device);
        if (choices is { Force: true, Missing: true })
            throw new GanException("Give --force or --missing, not both.");
        return ImageColor.TryParse(choices.Background, out _)
            ? choices
            : throw new GanException($"The option --background is '{choices.Background}'; it must be {ImageColor.Spellings}.");
    }
}

/// <summary>How pictures are read, where the network runs, and what becomes of results that are there already.</summary>
/// <param name="Background">What transparent pixels lie on.</param>
/// <param name="Device">Where the network runs.</param>
/// <param name="Force">Whether they are replaced.</param>
/// <param name="Missing">Whether they are left, and only the others made.</param>
internal sealed record PictureChoices(string Background, string Device, bool Force, bool Missing);
