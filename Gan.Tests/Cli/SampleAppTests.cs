using System.Diagnostics;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Microsoft.ML.Data;

namespace Gan.Tests.Cli;

/// <summary>The sample apps run on the bundles in the repository.</summary>
[TestClass]
public sealed class SampleAppTests
{
    [TestMethod]
    public void Digits_from_an_app_runs_without_libtorch()
    {
        var output = Run("DigitsFromAnApp.dll", Path.Combine(SourceTree.Root, "models", "digits-dcgan"));
        StringAssert.Contains(output, "1000 digits");
        StringAssert.Contains(output, "256 features each");
        StringAssert.Contains(output, "the same as before: True");
    }

    [TestMethod]
    public void A_drawing_is_coloured()
    {
        using var folder = new TestFolder();
        var drawings = Path.Combine(SourceTree.Root, "samples", "ColourADrawing", "drawings");
        var output = Run(
            "ColourADrawing.dll",
            Path.Combine(SourceTree.Root, "models", "emoji-colours"),
            drawings,
            folder["coloured"]
        );
        foreach (var file in Directory.EnumerateFiles(drawings).Select(f => Path.GetFileName(f)))
        {
            StringAssert.Contains(output, $"{file}: 64 x 64 pixels");
            using var drawing = MLImage.CreateFromFile(Path.Combine(drawings, file));
            using var coloured = MLImage.CreateFromFile(Path.Combine(folder["coloured"], file));
            Assert.IsLessThan(2, Colour(drawing), file);
            Assert.IsGreaterThan(10, Colour(coloured), file);
        }
    }

    [TestMethod]
    public void Sentences_are_drawn()
    {
        using var folder = new TestFolder();
        var output = Run(
            "PictureOfASentence.dll",
            Path.Combine(SourceTree.Root, "models", "captioned-shapes"),
            folder["pictures"],
            "a red circle at the top left",
            "a blue circle at the top left"
        );
        StringAssert.Contains(output, "2.png: a blue circle at the top left");
        using var red = MLImage.CreateFromFile(folder["pictures/1.png"]);
        using var blue = MLImage.CreateFromFile(folder["pictures/2.png"]);
        var (first, second) = (Mean(red), Mean(blue));
        Assert.IsGreaterThan(first.Blue + 5, first.Red, "The red circle is red,");
        Assert.IsGreaterThan(second.Red + 5, second.Blue, "and the blue one blue.");
    }

    [TestMethod]
    public void Photographs_get_another_season()
    {
        using var folder = new TestFolder();
        foreach (var (season, count, blue) in new[] { ("summer", 6, 40), ("winter", 5, 220) })
        {
            Directory.CreateDirectory(folder[season]);
            for (var i = 0; i < count; i++)
                File.WriteAllBytes(folder[$"{season}/{i}.png"], PictureFile.Flat(20, 24, (byte)(20 * i), 120, (byte)blue));
        }

        var output = Run("AnotherSeason.dll", folder["summer"], folder["winter"], folder["as-winter"], "3", "16");
        StringAssert.Contains(output, "6 photographs: ");
        using var translated = MLImage.CreateFromFile(folder["as-winter/3.png"]);
        Assert.AreEqual((20, 24), (translated.Width, translated.Height), "A photograph keeps its size.");
        Assert.IsTrue(File.Exists(folder["as-winter/model.zip"]));
    }

    private static (double Red, double Blue) Mean(MLImage image)
    {
        var isBlueFirst = image.PixelFormat == MLPixelFormat.Bgra32;
        double first = 0,
            third = 0;
        for (var i = 0; i < image.Pixels.Length; i += 4)
            (first, third) = (first + image.Pixels[i], third + image.Pixels[i + 2]);
        var pixels = image.Pixels.Length / 4.0;
        return isBlueFirst ? (third / pixels, first / pixels) : (first / pixels, third / pixels);
    }

    /// <summary>How far the channels of a picture are apart on the mean, from 0 for grey.</summary>
    private static double Colour(MLImage image)
    {
        var sum = 0;
        for (var i = 0; i < image.Pixels.Length; i += 4)
        {
            var (a, b, c) = (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]);
            sum += Math.Max(a, Math.Max(b, c)) - Math.Min(a, Math.Min(b, c));
        }

        return sum * 4.0 / image.Pixels.Length;
    }

    private static string Run(string app, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, app));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors);
        return output;
    }
}
