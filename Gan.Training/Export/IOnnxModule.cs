using Gan.Onnx;
using Gan.Onnx.Graphs;

namespace Gan.Training.Export;

/// <summary>A module that says itself how it is written to ONNX: what a custom <c>forward</c> needs, since a module's source
/// cannot be read from the outside.</summary>
/// <remarks>A residual block, for example, writes its body, and adds what it gives to its input:
/// <code>
/// public IReadOnlyList&lt;OnnxValue&gt; WriteOnnx(ModuleGraphWriter writer, IReadOnlyList&lt;OnnxValue&gt; inputs, string path)
/// =>
///     [writer.AddElementwise("Add", [inputs[0], writer.Write(_body, inputs[0], path + ".body")])];
/// </code>
/// Whatever is written is run beside <c>forward</c> before a file is kept, so a mistake is found.</remarks>
public interface IOnnxModule
{
    /// <summary>Writes what <c>forward</c> computes in evaluation mode.</summary>
    /// <param name="writer">Where nodes and weights go; writes child modules.</param>
    /// <param name="inputs">The values that <c>forward</c> takes, in its order, batch first.</param>
    /// <param name="path">Where this module stands in its network; children stand at <c>path + ".name"</c>.</param>
    /// <returns>The values that <c>forward</c> gives, in its order.</returns>
    /// <exception cref="GanException">The module has a setting that ONNX has no meaning for; see
    /// <see cref="ModuleGraphWriter.Refuse"/>.</exception>
    IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path);
}
