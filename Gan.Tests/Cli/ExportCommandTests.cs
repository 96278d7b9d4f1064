using Gan.Tests.Onnx;
using Gan.Tests.Training;

namespace Gan.Tests.Cli;

/// <summary><c>gan export</c> as a user meets it.</summary>
[TestClass]
public sealed class ExportCommandTests
{
    [TestMethod]
    public void Export_writes_for_each_engine_and_says_what()
    {
        using var folder = new TestFolder();
        TinyBundle.Make().Save(folder["run/bundle"]);
        foreach (
            var (to, file, said) in new[]
            {
                ("onnx", "out/generator.onnx", "discriminator.onnx, generator.onnx"),
                ("triton", "out/run-generator/1/model.onnx", "run-generator"),
                ("synapseml", "out/generator.json", "discriminator.onnx, generator.onnx"),
            }
        )
        {
            if (Directory.Exists(folder["out"]))
                Directory.Delete(folder["out"], recursive: true);
            var (code, output, errors) = GanProcess.Run("export", "--bundle", folder["run/bundle"], "--to", to, folder["out"]);
            Assert.AreEqual(0, code, errors);
            StringAssert.Contains(output, said);
            Assert.IsTrue(File.Exists(folder[file]), file);
        }
    }

    [TestMethod]
    public void What_cannot_be_is_a_sentence_and_exit_code_1()
    {
        using var folder = new TestFolder();
        TinyBundle.Make().Save(folder["bundle"]);
        Refused("The option --to is 'tensorrt'; it must be one of onnx, triton, synapseml.", "--to", "tensorrt");
        Refused("The option --max-batch is 0", "--to", "triton", "--max-batch", "0");
        Refused("'a b' is no name for a Triton model", "--to", "triton", "--name", "a b");
        Refused("--name is for --to triton alone", "--to", "onnx", "--name", "x");

        void Refused(string sentence, params string[] arguments)
        {
            var (code, _, errors) = GanProcess.Run(["export", "--bundle", folder["bundle"], folder["out"], .. arguments]);
            Assert.AreEqual(1, code);
            StringAssert.Contains(errors, sentence);
            Assert.IsFalse(Directory.Exists(folder["out"]));
        }
    }
}
