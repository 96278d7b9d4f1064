using System.CommandLine;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Reporting;

namespace Gan.Cli.Commands;

/// <summary><c>gan sample</c>: generates samples from a bundle, as a picture or as rows.</summary>
internal static class SampleCommand
{
    // A quarter of a gigabyte of numbers; a picture or text of more is of no use to anybody.
    private const int MaximumValues = 1 << 26;

    public static Command Create()
    {
        var bundle = new Option<string>("--bundle") { Description = "The bundle: a folder or a zip.", Required = true };
        var output = new Option<string>("--out") { Description = "A .png for a grid of pictures, or a .csv for rows.", Required = true };
        var count = new Option<int>("--count") { Description = "How many samples.", DefaultValueFactory = _ => 100 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same samples.", DefaultValueFactory = _ => 1 };
        var command = new Command("sample", "Generate samples from a trained bundle.") { bundle, output, count, seed };
        command.SetAction((result, cancellation) => CommandRunner.Work(
            () =>
            {
                var number = result.GetRequiredValue(count);
                if (number < 1) throw new GanException($"The option --count is {number}; it must be at least 1.");
                var path = result.GetRequiredValue(output);
                var loaded = GanBundle.Load(result.GetRequiredValue(bundle));
                using var session = new GeneratorSession(loaded);
                if ((long)number * session.SampleSize > MaximumValues)
                    throw new GanException($"{number} samples of {session.SampleSize} values are too many for one file; ask for at most {MaximumValues / session.SampleSize}.");
                var samples = new float[number * session.SampleSize];
                session.Generate(result.GetRequiredValue(seed), 0, number, samples);
                switch (Path.GetExtension(path).ToUpperInvariant())
                {
                    case ".PNG":
                        SampleGrid.Save(path, samples, loaded.Manifest.Data.Shape, loaded.Manifest.Data.ValueRange);
                        break;
                    case ".CSV":
                        CsvFile.Write(path, [], samples.Chunk(session.SampleSize).Select(row => row.Select(CsvFile.Text)));
                        break;
                    default:
                        throw new GanException($"The option --out is '{path}'; its name must end in .png or .csv.");
                }

                Console.WriteLine($"{number} samples: {path}");
            },
            cancellation));
        return command;
    }
}
