using static TorchSharp.torch;

namespace Gan.Tests.Training.Export;

[TestClass]
public sealed class ModuleRuleTests
{
    private static readonly Dictionary<string, ModuleCase> Cases = ModuleCases.All.ToDictionary(c => c.Name);

    private static IEnumerable<object[]> Names => Cases.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void A_module_computes_in_ONNX_what_it_computes_in_evaluation_mode(string name)
    {
        using var fixture = new ExportFixture();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var chosen = Cases[name];
        using var module = chosen.CreateTrained(fixture.Random);
        fixture.Save(module, chosen.Draw(3, fixture.Random));

        module.eval();
        foreach (var rows in new long[] { 1, 2, 17 })
        {
            var input = chosen.Draw(rows, fixture.Random);
            var found = fixture.Run(input).Single();
            var expected = module.call(input);
            CollectionAssert.AreEqual(expected.shape, found.shape, name);
            var scale = Math.Max(1, expected.abs().max().item<float>());
            Assert.AreEqual(0, (expected - found).abs().max().item<float>() / scale, 1e-5, $"{name} at batch {rows}");
        }
    }
}
