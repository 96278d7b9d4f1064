using System.Globalization;
using System.Text.RegularExpressions;
using Gan.Tests.Training;

namespace Gan.Tests.Samples;

/// <summary>A method that another assembly brings is trained, exported and used like those of the library.</summary>
[TestClass]
public sealed partial class YourOwnGanTests
{
    [TestMethod]
    public void A_method_of_ones_own_trains_in_stages_is_exported_and_generates()
    {
        using var folder = new TestFolder();
        var output = SampleProcess.Run("YourOwnGan", "1000", folder["aae"]);
        // The discriminator joins after the first stage, and each player's terms are named.
        StringAssert.Contains(output, "discriminator");
        Assert.IsTrue(Reconstruction(output, 1000) < 0.2, output);
        StringAssert.Contains(output, "export 'x' differs from its network by at most");
        StringAssert.Contains(output, "export 'code' differs from its network by at most");
        Assert.HasCount(3, Digits().Matches(output));
        Assert.IsTrue(File.Exists(folder["aae/encoder.onnx"]));
    }

    [TestMethod]
    public void A_variation_of_the_usual_game_takes_its_loss_and_its_penalty_from_the_library()
    {
        using var folder = new TestFolder();
        var output = SampleProcess.Run("YourOwnGan", "500", folder["hinge"], "hinge-gan");
        StringAssert.Contains(output, "discriminator/gradient-penalty");
        StringAssert.Contains(output, "export 'x' differs from its network by at most");
        Assert.HasCount(3, Digits().Matches(output));
    }

    [TestMethod]
    public void A_method_that_it_does_not_have_is_refused_by_name()
    {
        var e = Assert.ThrowsExactly<AssertFailedException>(() => SampleProcess.Run("YourOwnGan", "1", "unused", "hing-gan"));
        StringAssert.Contains(e.Message, "There is no method 'hing-gan' here: aae or hinge-gan.");
    }

    private static double Reconstruction(string output, int step) =>
        double.Parse(
            Regex.Match(output, $@"step {step}: .*?autoencoder/reconstruction ([\d.]+)").Groups[1].Value,
            CultureInfo.InvariantCulture
        );

    [GeneratedRegex("^a digit of 64 pixels", RegexOptions.Multiline)]
    private static partial Regex Digits();
}
