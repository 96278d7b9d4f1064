using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

/// <summary>Small networks of every kind, initialized from a seed.</summary>
internal static class NetworkSamples
{
    private static readonly int[] Picture = [3, 8, 16];

    /// <summary>Every kind, by name.</summary>
    public static IEnumerable<(string Name, Func<nn.Module> Create)> All =>
        [
            .. Generators(Picture).Select(kind => (kind.Name, new Func<nn.Module>(kind.Create))),
            .. Discriminators(Picture).Select(kind => (kind.Name, new Func<nn.Module>(kind.Create))),
        ];

    /// <summary>Generators for pictures, with 3 classes where the name says so.</summary>
    public static IEnumerable<(string Name, Func<GeneratorNetwork> Create)> Generators(int[] shape)
    {
        var plain = new GeneratorOptions { LatentSize = 6 };
        var coded = plain with { Codes = new CodeLayout([3], 2) };
        var classes = plain with { ClassCount = 3 };
        var sizes = new R3ganOptions
        {
            Width = 16,
            BlocksPerStage = 1,
            GroupWidth = 8,
        };
        yield return ("DCGAN", () => Drawn(DcganNetworks.CreateGenerator(shape, plain, new DcganOptions { FeatureMaps = 2 })));
        yield return (
            "DCGAN layer norm with codes",
            () =>
                Drawn(
                    DcganNetworks.CreateGenerator(
                        shape,
                        coded,
                        new DcganOptions { FeatureMaps = 2, Normalization = FeatureNormalization.Layer }
                    )
                )
        );
        yield return (
            "DCGAN instance norm with classes",
            () =>
                Drawn(
                    DcganNetworks.CreateGenerator(
                        shape,
                        classes,
                        new DcganOptions { FeatureMaps = 2, Normalization = FeatureNormalization.Instance }
                    )
                )
        );
        yield return (
            "MLP batch norm with classes and codes",
            () =>
                Drawn(
                    MlpNetworks.CreateGenerator(
                        shape,
                        coded with
                        {
                            ClassCount = 3,
                        },
                        new MlpOptions
                        {
                            Hidden = [8, 8],
                            Activation = HiddenActivation.Softplus,
                            Normalization = FeatureNormalization.Batch,
                            WeightNormalization = WeightNormalization.Weight,
                        }
                    )
                )
        );
        yield return ("SN-ResNet", () => Drawn(SnResnetNetworks.CreateGenerator(shape, coded, 8), WeightInitialization.Xavier));
        yield return (
            "SN-ResNet with classes",
            () => Drawn(SnResnetNetworks.CreateGenerator(shape, classes, 8), WeightInitialization.Xavier)
        );
        yield return (
            "R3GAN with classes",
            () => Drawn(R3ganNetworks.CreateGenerator(shape, classes, sizes), WeightInitialization.Fixup)
        );
        yield return ("BEGAN", () => Drawn(BeganNetworks.CreateGenerator(shape, 6, 4, [])));
    }

    /// <summary>Discriminators for pictures, with 3 classes where the name says so.</summary>
    public static IEnumerable<(string Name, Func<DiscriminatorNetwork> Create)> Discriminators(int[] shape)
    {
        var plain = new DiscriminatorOptions();
        var sizes = new R3ganOptions
        {
            Width = 16,
            BlocksPerStage = 1,
            GroupWidth = 8,
        };
        yield return (
            "DCGAN",
            () => Drawn(DcganNetworks.CreateDiscriminator(shape, plain, new DcganOptions { FeatureMaps = 2 }))
        );
        yield return (
            "DCGAN packed and spectral with labels",
            () =>
                Drawn(
                    DcganNetworks.CreateDiscriminator(
                        shape,
                        plain with
                        {
                            Packing = 2,
                            LabelInputs = 3,
                        },
                        new DcganOptions
                        {
                            FeatureMaps = 2,
                            Normalization = FeatureNormalization.None,
                            WeightNormalization = WeightNormalization.Spectral,
                        }
                    )
                )
        );
        yield return (
            "DCGAN layer norm with heads",
            () =>
                Drawn(
                    DcganNetworks.CreateDiscriminator(
                        shape,
                        plain with
                        {
                            ClassHead = 4,
                            CodeHead = new CodeLayout([3], 2),
                        },
                        new DcganOptions { FeatureMaps = 2, Normalization = FeatureNormalization.Layer }
                    )
                )
        );
        yield return (
            "MLP with labels, packed",
            () =>
                Drawn(
                    MlpNetworks.CreateDiscriminator(
                        shape,
                        plain with
                        {
                            LabelInputs = 3,
                            Packing = 2,
                        },
                        new MlpOptions { Hidden = [8, 6], Normalization = FeatureNormalization.Layer }
                    )
                )
        );
        yield return (
            "SN-ResNet with projection",
            () =>
                Drawn(
                    SnResnetNetworks.CreateDiscriminator(shape, plain with { ProjectionClasses = 3 }, 8),
                    WeightInitialization.Xavier
                )
        );
        yield return (
            "R3GAN with projection",
            () =>
                Drawn(
                    R3ganNetworks.CreateDiscriminator(shape, plain with { ProjectionClasses = 3 }, sizes),
                    WeightInitialization.Fixup
                )
        );
        yield return ("BEGAN", () => Drawn(BeganNetworks.CreateDiscriminator(shape, 5, 4, [])));
    }

    private static T Drawn<T>(T network, Action<nn.Module, Generator>? initialize = null)
        where T : nn.Module
    {
        using var random = new Generator(7, CPU);
        (initialize ?? WeightInitialization.FanIn)(network, random);
        return network;
    }
}
