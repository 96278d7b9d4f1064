using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

[TestClass]
public sealed class FeaturizerTests
{
    private const int Size = 64,
        Count = 5;

    private static readonly GanBundle Bundle = TinyBundle.Make(featureCount: Count);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Features_are_those_of_the_session()
    {
        IDataView input = TestRow.View(_ml, 500, Size);
        using FeaturizerTransformer featurizer = _ml.Transforms.ApplyGanFeaturizer(Bundle, "Deep", "Features").Fit(input);
        using var session = new DiscriminatorSession(Bundle);
        var expected = new float[500 * Count];
        session.Featurize(TestRow.Samples(500, Size), expected);
        List<float[]> actual = ViewReader.Vectors(featurizer.Transform(input), "Deep");
        ViewReader.AssertRowsEqual(ViewReader.Rows(expected, Count), actual);
        ViewReader.AssertRowsEqual(
            [TinyBundle.ExpectedFeatures([.. TestRow.Create(499, Size).Features.DenseValues()], Count)],
            [actual[499]],
            1e-5f
        );
    }

    [TestMethod]
    public void Slots_have_names()
    {
        IDataView input = TestRow.View(_ml, 1, Size);
        using FeaturizerTransformer featurizer = _ml.Transforms.ApplyGanFeaturizer(Bundle, "Deep", "Features").Fit(input);
        DataViewSchema.Column column = featurizer.GetOutputSchema(input.Schema)["Deep"];
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, Count), column.Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        CollectionAssert.AreEqual(
            new[] { "GanFeature0", "GanFeature1", "GanFeature2", "GanFeature3", "GanFeature4" },
            names.DenseValues().Select(n => n.ToString()).ToArray()
        );
    }

    [TestMethod]
    public void Features_may_replace_their_input()
    {
        IDataView input = TestRow.View(_ml, 10, Size);
        using FeaturizerTransformer featurizer = _ml.Transforms.ApplyGanFeaturizer(Bundle, "Features").Fit(input);
        IDataView output = featurizer.Transform(input);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, Count), output.Schema["Features"].Type);
        ViewReader.AssertRowsEqual(
            [
                .. Enumerable
                    .Range(0, 10)
                    .Select(id => TinyBundle.ExpectedFeatures([.. TestRow.Create(id, Size).Features.DenseValues()], Count)),
            ],
            ViewReader.Vectors(output, "Features"),
            1e-5f
        );
    }
}
