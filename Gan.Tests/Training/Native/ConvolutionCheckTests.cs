using Gan.Tests.Cli;
using Gan.Training.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Gan.Tests.Training.Native;

[TestClass]
public sealed class ConvolutionCheckTests
{
    [TestMethod]
    public void Convolutions_are_right_once_libtorch_is_loaded_here()
    {
        TorchLibrary.Load();
        Assert.IsNull(ConvolutionCheck.FindFault());
        var threads = get_num_threads();
        ConvolutionCheck.FindFault();
        Assert.AreEqual(threads, get_num_threads(), "the check leaves the number of threads as it was");
    }

    [TestMethod]
    public void The_check_leaves_random_numbers_and_gradient_mode_alone()
    {
        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var before = get_rng_state();
        Assert.IsNull(ConvolutionCheck.FindFault());
        Assert.IsTrue(before.equal(get_rng_state()).all().item<bool>());
        Assert.IsFalse(is_grad_enabled());
    }

    [TestMethod]
    [DataRow("forward", "the convolution from 1 to 4 channels")]
    [DataRow("not a number", "the convolution from 1 to 4 channels")]
    [DataRow("input", "the gradient of a convolution by its input from 1 to 4 channels")]
    [DataRow("weight", "the gradient of a convolution by its weights from 1 to 4 channels")]
    [DataRow("transposed", "the transposed convolution from 1 to 4 channels")]
    [DataRow("off sixteen", "the transposed convolution from 8 to 24 channels")]
    [DataRow("on sixteen", "the convolution from 16 to 16 channels")]
    public void Kernels_that_are_wrong_are_found(string fault, string expected) =>
        Assert.AreEqual(
            expected,
            ConvolutionCheck.FindFault((x, w, s) => Convolve(fault, x, w, s), (x, w, s) => Transpose(fault, x, w, s))
        );

    [TestMethod]
    public void A_fault_of_one_thread_alone_is_found()
    {
        if (get_num_threads() == 1)
            Assert.Inconclusive("libtorch has one thread here.");
        Assert.IsNotNull(
            ConvolutionCheck.FindFault(
                (x, w, s) => Convolve(get_num_threads() == 1 ? "forward" : "", x, w, s),
                (x, w, s) => Transpose("", x, w, s)
            )
        );
    }

    /// <summary>Where the machine has kernels that are wrong, this meets them: training must come to the same with every set of
    /// instructions.</summary>
    [TestMethod]
    public void Training_comes_to_the_same_with_each_set_of_kernels()
    {
        using var folder = new TestFolder();
        var losses = new Dictionary<string, double[]>();
        foreach (var kernels in new[] { "SSE41", "AVX", "AVX2", "DEFAULT" })
        {
            var variables = new Dictionary<string, string> { ["ONEDNN_MAX_CPU_ISA"] = kernels };
            var (code, _, errors) = GanProcess.RunWith(
                variables,
                "train",
                "--recipe",
                "dcgan",
                "--steps",
                "3",
                "--device",
                "cpu",
                "--out",
                folder[kernels]
            );
            Assert.AreEqual(0, code, errors);
            losses[kernels] = [.. File.ReadLines(Path.Combine(folder[kernels], "metrics.jsonl")).SelectMany(Losses)];
        }

        foreach (var (kernels, found) in losses)
        {
            Assert.HasCount(losses["SSE41"].Length, found, kernels);
            foreach (var (expected, actual) in losses["SSE41"].Zip(found))
                Assert.AreEqual(expected, actual, 1e-3 * Math.Abs(expected), kernels);
        }
    }

    private static IEnumerable<double> Losses(string line)
    {
        using var document = System.Text.Json.JsonDocument.Parse(line);
        return
        [
            document.RootElement.GetProperty("losses").GetProperty("discriminator").GetDouble(),
            document.RootElement.GetProperty("losses").GetProperty("generator").GetDouble(),
        ];
    }

    private static Tensor Convolve(string fault, Tensor input, Tensor weight, long stride)
    {
        var isWrong = fault == "on sixteen" && weight.shape[0] == 16;
        // These leave the value as it is and change the gradient by a tenth.
        if (fault == "input")
            input = input * 1.1 - (input * 0.1).detach();
        if (fault == "weight")
            weight = weight * 1.1 - (weight * 0.1).detach();
        var output = conv2d(input, weight, strides: [stride, stride], padding: [1, 1]);
        return fault == "not a number" ? output * float.NaN
            : fault == "forward" || isWrong ? output * 1.001
            : output;
    }

    private static Tensor Transpose(string fault, Tensor input, Tensor weight, long stride)
    {
        var output = conv_transpose2d(input, weight, strides: [stride, stride], padding: [1, 1]);
        var isWrong = fault == "transposed" || (fault == "off sixteen" && weight.shape[0] == 24);
        return isWrong ? output * 0.99 : output;
    }
}
