// Trains an ordinary TorchSharp classifier, writes it as ONNX, and runs the file without TorchSharp. Nothing here is a GAN.
//
//   dotnet run --project samples/ExportAnyModule -- digits-classifier.onnx
using ExportAnyModule;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Native;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

var path = args.Length > 0 ? args[0] : "digits-classifier.onnx";
TorchLibrary.Load(); // before the first tensor of one's own: loads libtorch and checks this machine's convolutions
var digits = Dataset.Digits(); // 8x8 pictures with values from 0 to 16
var pictures = tensor(digits.Samples.ToArray(), [digits.Count, 1, 8, 8]);
var labels = tensor(digits.Labels!.Select(l => (long)l).ToArray());

// Any tree of TorchSharp's layers can be exported; a layer of one's own (Gated) implements one method.
using var classifier = Sequential(
    ("features", Sequential(Conv2d(1, 16, 3, padding: 1), BatchNorm2d(16), GELU(), new Gated(16), MaxPool2d(2))),
    ("head", Sequential(Flatten(), Dropout(0.2), Linear(16 * 4 * 4, 10)))
);
using var optimizer = optim.Adam(classifier.parameters(), 2e-3);
using var random = new Generator(1, CPU);
const int Train = 1400;
for (var step = 0; step < 200; step++)
{
    using var scope = NewDisposeScope();
    var rows = randint(0, Train, [64], ScalarType.Int64, generator: random);
    var loss = functional.cross_entropy(classifier.call(pictures.index_select(0, rows)), labels.index_select(0, rows));
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
}

// One call: writes the file, runs it beside the module on fresh inputs at three batch sizes, and keeps it if they agree.
var report = OnnxExport.Save(
    classifier,
    pictures.narrow(0, 0, 16),
    path,
    new OnnxExportOptions { InputNames = ["image"], OutputNames = ["classes"] }
);
Console.WriteLine($"{report.Bytes} bytes; largest difference from the module: {report.Outputs[0].MaximumAbsolute:E1}");

// What an app does with the file.
using var session = new InferenceSession(path);
using var image = OrtValue.CreateTensorValueFromMemory(digits.Samples[(Train * 64)..].ToArray(), [digits.Count - Train, 1, 8, 8]);
using var options = new RunOptions();
using var outputs = session.Run(options, ["image"], [image], ["classes"]);
var logits = outputs[0].GetTensorDataAsSpan<float>().ToArray().Chunk(10).ToArray();
var right = logits.Where((row, i) => Array.IndexOf(row, row.Max()) == digits.Labels![Train + i]).Count();
Console.WriteLine($"{(double)right / logits.Length:P1} of {logits.Length} digits it has not seen are classified correctly");
