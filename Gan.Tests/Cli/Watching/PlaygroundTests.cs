using Gan.Cli.Watching;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;

namespace Gan.Tests.Cli.Watching;

[TestClass]
public sealed class PlaygroundTests
{
    [TestMethod]
    public void Codes_are_such_as_the_generator_was_trained_with()
    {
        var manifest = TinyBundle.Make().Manifest;
        manifest = manifest with
        {
            Latent = manifest.Latent! with
            {
                Code = new BundleCode { Categorical = [3, 2], Continuous = 1 },
            },
        };
        var all = Enumerable.Range(0, 20).Select(seed => Playground.Codes(manifest, (ulong)seed)).ToArray();
        foreach (var code in all)
        {
            Assert.AreEqual(6, code.Length);
            Assert.AreEqual(1, code[..3].Sum(), "one category of the first code");
            Assert.AreEqual(1, code[3..5].Sum(), "and one of the second");
            Assert.AreEqual(0, code[5], "the middle of a continuous code");
        }

        Assert.IsGreaterThan(1, all.Select(code => string.Join(' ', code)).Distinct().Count());
        CollectionAssert.AreEqual(Playground.Codes(manifest, 3), Playground.Codes(manifest, 3));
        Assert.IsEmpty(Playground.Codes(manifest with { Latent = manifest.Latent! with { Code = null } }, 1));
    }
}
