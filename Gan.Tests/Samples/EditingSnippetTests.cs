using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Training.Editing;
using Gan.Training.Editing;
using Gan.Training.Export;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Samples;

/// <summary>What docs/editing.md and the section on latents of docs/mlnet.md quote, compiled and run.</summary>
[TestClass]
public sealed class EditingSnippetTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Photo
    {
        [VectorType(1, 8, 8)]
        public float[] Picture { get; set; } = [];

        [VectorType(4)]
        public float[] Amounts { get; set; } = [];
    }

    [TestMethod]
    public void Project_edit_and_use()
    {
        using var trainer = EditingNetworks.Digits(20);
        var photo = trainer.Data.ToArray(3, 1);
        var (colours, mask) = (Enumerable.Repeat(16f, 64).ToArray(), new float[64]);
        mask[27] = mask[28] = 1;
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));

        var generator = PictureGenerator.Of(trainer);
        using var encoder = PictureEncoder.Train(generator, trainer.Data, new EncoderTrainingOptions { Steps = 20 });
        (bundle, _) = BundleExporter.Add(bundle, new EncoderPart(encoder.Network));
        (bundle, _) = BundleExporter.Add(bundle, new DirectionsPart(LatentDirections.FromWeights(generator, 4)));

        using var session = new EncoderSession(bundle);
        var projector = new PictureProjector(
            generator,
            pictures =>
            {
                var latents = new float[pictures.Length / session.SampleSize * session.CodeSize];
                session.Encode(pictures, latents);
                return latents;
            }
        );
        var found = projector.Project(photo);
        var doodle = new Doodle { Colours = colours, Mask = mask };
        var edits = new PictureEditor(generator).Apply(doodle, found.Latents, new EditOptions { KeepWeight = 1 });
        Assert.HasCount(8, edits);
        Assert.HasCount(64, edits[0].Picture);

        Use(bundle, photo);
    }

    private void Use(GanBundle bundle, float[] photo)
    {
        var photos = ml.Data.LoadFromEnumerable([new Photo { Picture = photo, Amounts = [2, 0, 0, -1] }]);
        var pipeline = ml
            .Transforms.ApplyGanEncoder(bundle, "Latent", "Picture")
            .Append(ml.Transforms.ApplyGanDirections(bundle, "Moved", "Latent", "Amounts"))
            .Append(ml.Transforms.ApplyGanGenerator(bundle, new GeneratorOptions { LatentColumnName = "Moved" }));
        using var model = pipeline.Fit(photos);
        var edited = model.Transform(photos).GetColumn<float[]>("Generated").Single();
        Assert.HasCount(64, edited);
    }
}
