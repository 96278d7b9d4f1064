using System.Diagnostics;
using Gan.Onnx.Bundles;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Export;

/// <summary>What others say of our files: ONNX's own checker, and OpenCV as a second engine.</summary>
[TestClass]
public sealed class OnnxCheckerTests
{
    /// <summary>The distribution's, which its packages python3-onnx and python3-opencv belong to.</summary>
    private const string Python = "/usr/bin/python3";

    // What OpenCV 4.6 has; it knows fewer operators than opset 17.
    private static readonly string[] OpenCvReads =
    [
        "Linear",
        "Conv2d",
        "Conv2d in groups",
        "Conv2d dilated",
        "Conv2d same, even kernel",
        "Conv2d reflecting",
        "ConvTranspose2d",
        "ConvTranspose2d with output padding",
        "BatchNorm2d",
        "BatchNorm2d without scale",
        "InstanceNorm2d",
        "ReLU",
        "LeakyReLU",
        "ELU",
        "Tanh",
        "Sigmoid",
        "SiLU",
        "Softplus",
        "Softmax",
        "LogSoftmax",
        "MaxPool2d",
        "MaxPool2d overlapping",
        "AvgPool2d",
        "AdaptiveAvgPool2d",
        "AdaptiveAvgPool2d to a point",
        "ZeroPad2d",
        "ReflectionPad2d",
        "Flatten",
        "Unflatten",
        "Upsample nearest",
        "Upsample bilinear",
        "Upsample bilinear, corners aligned",
        "ResidualBlock",
        "ResidualBlock with a shortcut",
        "SkipConnection",
        "U-Net",
        "SpectralConv2d",
        "WeightNormLinear",
    ];

    [TestMethod]
    public void The_checker_passes_every_kind_of_file()
    {
        RequirePackage("onnx");
        using var fixture = new ExportFixture();
        var folder = Path.GetDirectoryName(fixture.FilePath)!;
        var count = 0;
        void Keep(byte[] model) => File.WriteAllBytes(Path.Combine(folder, $"{count++:D3}.onnx"), model);
        foreach (var chosen in ModuleCases.All)
        {
            using var module = chosen.CreateTrained(fixture.Random);
            var example = chosen.Draw(2, fixture.Random);
            fixture.Save(
                module,
                example,
                new OnnxExportOptions { HalfPrecisionWeights = count % 2 == 0, HalfPrecisionTolerance = 0.1 }
            );
            Keep(File.ReadAllBytes(fixture.FilePath));
        }

        var range = new ValueRange { Minimum = 0, Maximum = 1 };
        using var generator = new GeneratorNetwork(4, Sequential(Linear(10, 6), Tanh()), 3, new CodeLayout([2], 1));
        Keep(NetworkExporter.WriteGenerator(generator, [6], range));
        using var discriminator = new HeadedDiscriminator(
            Sequential(Linear(15, 5), Tanh()),
            5,
            null,
            Linear(5, 3),
            Linear(5, 3),
            Embedding(3, 5),
            3,
            3
        )
        {
            Packing = 2,
        };
        Keep(NetworkExporter.WriteDiscriminator(discriminator, [6], range));
        using var encoder = Sequential(Flatten(), Linear(16, 5));
        Keep(NetworkExporter.WriteEncoder(encoder, [1, 4, 4], range));
        using var translator = Sequential(Conv2d(3, 4, 4, 2, 1), ReLU(), ConvTranspose2d(4, 1, 4, 2, 1), Tanh());
        Keep(
            TranslatorGraph.Write(
                translator,
                new BundleTranslator { SourceShape = [3, 8, 8], SourceRange = range },
                new ValueRange { Minimum = -5, Maximum = 9 }
            )
        );
        using var any = UNet.Create(4, 3, new UNetOptions { FeatureMaps = 2, Size = 8 });
        var free = new BundleTranslator
        {
            SourceShape = [3, 8, 8],
            SourceRange = range,
            AnySize = true,
            TakesMask = true,
        };
        Keep(TranslatorGraph.Write(any, free, range));
        using var classes = new ResidualTranslator(3, 2, new ResidualTranslatorOptions { FeatureMaps = 2, Blocks = 1 });
        float[][] palette =
        [
            [0, 0, 0],
            [9, 9, 9],
        ];
        Keep(TranslatorGraph.Write(classes, free with { TakesMask = false, ClassCount = 2 }, range, palette));
        File.Delete(fixture.FilePath);

        const string Script = """
            import glob, sys, onnx
            files = sorted(glob.glob(sys.argv[1] + '/*.onnx'))
            for file in files:
                onnx.checker.check_model(file, full_check=True)
                model = onnx.shape_inference.infer_shapes(onnx.load(file), strict_mode=True, data_prop=True)
                for output in model.graph.output:
                    dims = output.type.tensor_type.shape.dim
                    assert dims[0].dim_param == 'batch', (file, output)
                    assert all(d.dim_value > 0 or d.dim_param for d in list(dims)[1:]), (file, output)
            print(len(files))
            """;
        Assert.AreEqual($"{count}", RunPython(Script, folder));
    }

    [TestMethod]
    public void OpenCV_computes_the_same()
    {
        RequirePackage("cv2");
        using var fixture = new ExportFixture();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var folder = Path.GetDirectoryName(fixture.FilePath)!;
        foreach (var chosen in ModuleCases.All.Where(c => OpenCvReads.Contains(c.Name)))
        {
            using var module = chosen.CreateTrained(fixture.Random);
            var input = chosen.Draw(1, fixture.Random);
            fixture.Save(module, input);
            module.eval();
            var expected = module.call(input.clone());
            var name = Path.Combine(folder, chosen.Name);
            File.Move(fixture.FilePath, name + ".onnx");
            File.WriteAllBytes(name + ".in", [.. input.data<float>().ToArray().SelectMany(BitConverter.GetBytes)]);
            File.WriteAllBytes(
                name + ".out",
                [.. expected.contiguous().data<float>().ToArray().SelectMany(BitConverter.GetBytes)]
            );
            File.WriteAllText(name + ".shape", string.Join(' ', input.shape));
        }

        const string Script = """
            import glob, sys, numpy as np, cv2
            files = sorted(glob.glob(sys.argv[1] + '/*.onnx'))
            wrong = []
            for file in files:
                base = file[:-5]
                shape = [int(n) for n in open(base + '.shape').read().split()]
                expected = np.fromfile(base + '.out', np.float32)
                try:
                    net = cv2.dnn.readNetFromONNX(file)
                    net.setInput(np.fromfile(base + '.in', np.float32).reshape(shape))
                    found = net.forward().flatten()
                except cv2.error as e:
                    wrong.append((base, str(e)[:600]))
                    continue
                scale = max(1, np.abs(expected).max())
                if found.shape != expected.shape or np.abs(found - expected).max() > 1e-4 * scale:
                    wrong.append((base, 'differs'))
            print('\n'.join(map(str, wrong)) if wrong else len(files))
            """;
        var said = RunPython(Script, folder);
        Assert.AreEqual($"{OpenCvReads.Length}", said, said);
    }

    private static void RequirePackage(string package)
    {
        if (!File.Exists(Python))
            Assert.Inconclusive($"There is no {Python}.");
        if (Start(["-c", $"import {package}"]).ExitCode != 0)
            Assert.Inconclusive(
                $"{Python} has no '{package}'; on Debian, install python3-{(package == "cv2" ? "opencv" : package)}."
            );
    }

    private static string RunPython(string script, string argument)
    {
        var (exitCode, output, errors) = Start(["-c", script, argument]);
        Assert.AreEqual(0, exitCode, errors);
        return output.Trim();
    }

    private static (int ExitCode, string Output, string Errors) Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
