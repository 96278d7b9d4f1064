using System.CommandLine;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Cli.Commands;

/// <summary><c>gan blend</c>: a translator with weights between those of two others.</summary>
internal static class BlendCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "A bundle with a translator, or the run that has one." };
        var second = new Argument<string>("second") { Description = "Another, of a network of the same kind and size." };
        var alpha = new Option<double>("--alpha")
        {
            Description = "The share of the second network, from 0 to 1.",
            DefaultValueFactory = _ => 0.8,
        };
        var output = new Option<string>("--out") { Description = "The folder of the new bundle.", Required = true };
        var command = new Command("blend", "Interpolate the weights of two translators, such as before and after a GAN.")
        {
            first,
            second,
            alpha,
            output,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                        Write(
                            result.GetRequiredValue(first),
                            result.GetRequiredValue(second),
                            result.GetRequiredValue(alpha),
                            result.GetRequiredValue(output)
                        ),
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan blend run-esrgan/bundle-psnr run-esrgan --alpha 0.8 --out softer",
            "gan blend run-srresnet run-esrgan --alpha 0.5 --out between"
        );
    }

    private static void Write(string first, string second, double alpha, string folder)
    {
        if (alpha is not (>= 0 and <= 1))
            throw new GanException($"The option --alpha is {alpha}; it must be from 0 to 1.");
        NetworkInterpolation.Between(BundleOption.Load(first), BundleOption.Load(second), alpha).Save(folder);
        Console.WriteLine($"bundle: {folder}");
    }
}
