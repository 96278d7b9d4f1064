using System.CommandLine;
using Gan.Onnx;
using Gan.Onnx.Deployment;

namespace Gan.Cli.Commands;

/// <summary><c>gan export</c>: a bundle's models as other engines load them.</summary>
internal static class ExportCommand
{
    private static readonly string[] Targets = ["onnx", "triton", "synapseml"];

    public static Command Create()
    {
        var bundle = BundleOption.Create();
        var to = new Option<string>("--to")
        {
            Description = "onnx for plain files, triton for a model repository of NVIDIA's Triton, synapseml for Apache Spark.",
            Required = true,
        };
        var name = new Option<string?>("--name")
        {
            Description = "How Triton's models are called; from the bundle's path when left out.",
        };
        var batch = new Option<int>("--max-batch")
        {
            Description = "Rows of one run at most, for triton and synapseml.",
            DefaultValueFactory = _ => TritonRepository.DefaultMaxBatchSize,
        };
        var folder = new Argument<string>("folder")
        {
            Description = "Where to write; a Triton repository may hold other models.",
        };
        var command = new Command(
            "export",
            "Write a trained bundle for other engines: plain ONNX, NVIDIA Triton, or SynapseML on Spark."
        )
        {
            bundle,
            to,
            name,
            batch,
            folder,
        };
        to.CompletionSources.Add(Targets);
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                        Write(
                            result.GetRequiredValue(bundle),
                            result.GetRequiredValue(to),
                            result.GetValue(name),
                            result.GetRequiredValue(batch),
                            result.GetRequiredValue(folder)
                        ),
                    cancellation
                )
        );
        return CommandHelp.WithExamples(
            command,
            "gan export --bundle run/bundle --to onnx models",
            "gan export --bundle run/bundle --to triton --name digits repository",
            "gan export --bundle run/bundle --to synapseml spark-models"
        );
    }

    private static void Write(string bundle, string to, string? name, int batch, string folder)
    {
        if (batch is < 1 or > 65536)
            throw new GanException($"The option --max-batch is {batch}; it must be from 1 to 65536.");
        if (!Targets.Contains(to))
            throw new GanException($"The option --to is '{to}'; it must be one of {string.Join(", ", Targets)}.");
        if (name is not null && to != "triton")
            throw new GanException("The option --name is for --to triton alone.");
        var loaded = BundleOption.Load(bundle);
        switch (to)
        {
            case "triton":
                foreach (var model in TritonRepository.Write(loaded, folder, name ?? NameOf(bundle), batch))
                    Console.WriteLine($"{model}: {Path.Combine(folder, model)}");
                return;
            case "synapseml":
                SynapseMLFolder.Write(loaded, folder, batch);
                break;
            default:
                OnnxFolder.Write(loaded, folder);
                break;
        }

        Console.WriteLine($"{string.Join(", ", loaded.Manifest.Files.Select(f => f.Name))}: {folder}");
    }

    /// <summary>What the bundle is called; a run's is called 'bundle', and known by its run.</summary>
    private static string NameOf(string bundle)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundle));
        var name = Path.GetFileNameWithoutExtension(path);
        return name == "bundle" ? Path.GetFileName(Path.GetDirectoryName(path)!) : name;
    }
}
