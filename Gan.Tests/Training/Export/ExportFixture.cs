using Gan.Training.Export;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Export;

/// <summary>Exports into a folder that is gone afterwards, and runs what was exported.</summary>
internal sealed class ExportFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gan-export-").FullName;

    /// <summary>The file that is written next.</summary>
    public string FilePath => Path.Combine(_folder, "module.onnx");

    public Generator Random { get; } = new(5, CPU);

    public OnnxExportReport Save(nn.Module<Tensor, Tensor> module, Tensor example, OnnxExportOptions? options = null) =>
        OnnxExport.Save(module, example, FilePath, options);

    /// <summary>Runs the file on tensors in the order of its inputs.</summary>
    public Tensor[] Run(params Tensor[] inputs) => Run(File.ReadAllBytes(FilePath), inputs);

    /// <summary>Runs a model on tensors in the order of its inputs.</summary>
    public static Tensor[] Run(byte[] model, params Tensor[] inputs)
    {
        using var session = new InferenceSession(model);
        using var options = new RunOptions();
        var values = inputs
            .Select(input =>
                input.dtype == ScalarType.Int64
                    ? OrtValue.CreateTensorValueFromMemory(input.data<long>().ToArray(), input.shape)
                    : OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape)
            )
            .ToArray();
        using var outputs = session.Run(options, [.. session.InputNames], values, [.. session.OutputNames]);
        foreach (var value in values)
            value.Dispose();
        return [.. outputs.Select(o => tensor(o.GetTensorDataAsSpan<float>().ToArray(), o.GetTensorTypeAndShape().Shape))];
    }

    public void Dispose()
    {
        Random.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
