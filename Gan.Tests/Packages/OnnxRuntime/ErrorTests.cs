using Microsoft.ML.OnnxRuntime;

namespace Gan.Tests.Packages.OnnxRuntime;

/// <summary>Errors arrive as exceptions that a caller can catch, and say what was wrong.</summary>
[TestClass]
public sealed class ErrorTests
{
    private static readonly string[] X = ["x"],
        Y = ["y"];

    [TestMethod]
    public void A_truncated_model_is_refused()
    {
        var model = Models.Affine();

        Assert.ThrowsExactly<OnnxRuntimeException>(() => new InferenceSession(model[..(model.Length / 2)]));
    }

    [TestMethod]
    public void Bytes_that_are_no_model_are_refused() =>
        Assert.ThrowsExactly<OnnxRuntimeException>(() => new InferenceSession("not a model"u8.ToArray()));

    [TestMethod]
    public void Rows_of_another_length_are_refused_by_name()
    {
        using var session = new InferenceSession(Models.Affine());
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(new float[8], [2L, 4]);

        var error = Assert.ThrowsExactly<OnnxRuntimeException>(() => session.Run(options, X, [x], Y));
        StringAssert.Contains(error.Message, "for input: x");
    }

    [TestMethod]
    public void Elements_of_another_type_are_refused()
    {
        using var session = new InferenceSession(Models.Affine());
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(new long[3], [1L, 3]);

        var error = Assert.ThrowsExactly<OnnxRuntimeException>(() => session.Run(options, X, [x], Y));
        StringAssert.Contains(error.Message, "data type");
    }

    [TestMethod]
    public void A_session_goes_on_after_an_error()
    {
        using var session = new InferenceSession(Models.Affine());
        using var options = new RunOptions();
        using var wrong = OrtValue.CreateTensorValueFromMemory(new float[4], [1L, 4]);
        Assert.ThrowsExactly<OnnxRuntimeException>(() => session.Run(options, X, [wrong], Y));

        using var x = OrtValue.CreateTensorValueFromMemory([1f, 1f, 1f], [1L, 3]);
        using var results = session.Run(options, X, [x], Y);
        CollectionAssert.AreEqual(new[] { 2f, 12f, 22f }, results[0].GetTensorDataAsSpan<float>().ToArray());
    }
}
