using Gan.Training.Methods;

namespace Gan.Tests.Training.Recipes;

/// <summary>Pins every default: changing one changes what people's runs give.</summary>
[TestClass]
public sealed class RecipeDefaultsTests
{
    private const string Common =
        "augmentation=None batch-size=64 beta1=0.5 beta2=0.999 discriminator-averaging=0 discriminator-learning-rate=0.0002 "
        + "discriminator-steps=1 generator-averaging=0 generator-learning-rate=0.0002 instance-noise=0 "
        + "instance-noise-steps=10000 "
        + "latent-distribution=Normal latent-size=100 learning-rate-schedule=constant:1 maximum-gradient-norm=0";

    private const string CommonToTranslators =
        "batch-size=4 beta1=0.5 beta2=0.999 crop=0 flip=True generator-averaging=0 held-out=0.05 learning-rate=0.0002 "
        + "learning-rate-schedule=constant:1";

    private const string TranslatorNetworks =
        "blocks=6 discriminator-feature-maps=32 dropout=0 feature-maps=32 generator=UNet normalization=Instance patch-layers=3 "
        + "upsampling=Resize";

    private const string Enlarging =
        "batch-size=16 beta1=0.9 beta2=0.99 blocks=8 feature-maps=32 generator-averaging=0.999 growth=16 learning-rate=0.0005 "
        + "network=Residual perceptual-layers= perceptual-network= perceptual-weight=1 pixel-loss=Absolute rotate=True "
        + "scale=2";
    private const string UnpairedNetworks =
        "blocks=6 discriminator-feature-maps=32 feature-maps=32 global-residual=False patch-layers=3";

    private const string Contrast = " embedding-width=256 patches=256 temperature=0.07";

    private const string Networks = "architecture=Auto discriminator-hidden= feature-maps=32 hidden=128,256";

    [TestMethod]
    [DataRow("gan", "hidden=128,256 loss=NonSaturating momentum=0.5 optimizer=Adam real-target=1")]
    [DataRow("dcgan", "feature-maps=32")]
    [DataRow("lsgan", Networks)]
    [DataRow(
        "wgan",
        Networks + " clip=0.01 discriminator-learning-rate=5E-05 discriminator-steps=5 generator-learning-rate=5E-05"
    )]
    [DataRow(
        "wgan-gp",
        Networks
            + " beta1=0 beta2=0.9 discriminator-learning-rate=0.0001 discriminator-steps=5 generator-learning-rate=0.0001 "
            + "penalty-weight=10"
    )]
    [DataRow(
        "cwgan-gp",
        Networks
            + " beta1=0 beta2=0.9 discriminator-learning-rate=0.0001 discriminator-steps=5 generator-learning-rate=0.0001 "
            + "penalty-weight=10"
    )]
    [DataRow("dragan", Networks + " gradient-norm=1 penalty-weight=10 perturbation=0.5")]
    [DataRow(
        "sngan",
        "architecture=Auto beta1=0 beta2=0.9 conditional=True discriminator-hidden= discriminator-steps=5 feature-maps=64 "
            + "hidden=128,256 latent-size=128"
    )]
    [DataRow("pacgan", Networks + " packing=2")]
    [DataRow("unrolled", Networks + " discriminator-learning-rate=0.0001 generator-learning-rate=0.001 look-ahead=5")]
    [DataRow(
        "began",
        "batch-size=16 code-size=64 discriminator-learning-rate=0.0001 feature-maps=32 gamma=0.5 "
            + "generator-learning-rate=0.0001 hidden=256,128 latent-distribution=Uniform latent-size=64 proportional-gain=0.001"
    )]
    [DataRow(
        "infogan",
        Networks
            + " categorical-codes=10 categorical-weight=1 code-hidden=128 continuous-codes=2 continuous-weight=0.1 "
            + "generator-learning-rate=0.001 latent-size=62"
    )]
    [DataRow("cgan", Networks)]
    [DataRow("acgan", Networks + " class-weight=1")]
    [DataRow(
        "sgan",
        "batch-size=100 discriminator-averaging=0.9999 discriminator-hidden=1000,500,250,250,250 "
            + "discriminator-learning-rate=0.003 generator-hidden=500,500 generator-learning-rate=0.003 hidden-noise=0.5 "
            + "input-noise=0.3"
    )]
    [DataRow(
        "ctgan",
        "batch-size=50 beta2=0.9 condition-weight=1 discriminator-hidden=256,256 dropout=0.5 generator-hidden=256,256 "
            + "latent-size=128 packing=10 penalty-weight=10 several-conditions-share=0.5 temperature=0.2"
    )]
    [DataRow(
        "r3gan",
        "architecture=Auto beta1=0 beta2=0.9 blocks-per-stage=1 discriminator-hidden= discriminator-learning-rate=0.0005 "
            + "feature-maps=32 gamma=0.1 generator-averaging=0.999 generator-learning-rate=0.0005 hidden=128,256 latent-size=64"
    )]
    [DataRow(
        "one-class-gan",
        "architecture=Auto beta1=0 beta2=0.99 blocks-per-stage=1 correlation-weight=0.15 discriminator-hidden= "
            + "discriminator-learning-rate=0.001 feature-maps=32 feature-weight=0.5 gamma=0.1 generator-averaging=0 "
            + "generator-learning-rate=0.001 hidden=64,64 latent-size=16 neighbour=2 prototypes=1024 remoteness-weight=0.35"
    )]
    [DataRow(
        "f-anogan",
        Networks
            + " beta1=0 beta2=0.9 discriminator-learning-rate=0.0005 discriminator-steps=5 generator-learning-rate=0.0005 "
            + "kappa=1 latent-size=32 penalty-weight=10"
    )]
    [DataRow("bigan", Networks + " alpha=0.9 joint-features=128 latent-size=32")]
    [DataRow(
        "alad",
        Networks
            + " discriminator-averaging=0.999 generator-averaging=0.999 joint-features=128 latent-hidden=64,32 latent-size=32"
    )]
    [DataRow("ganomaly", Networks + " contextual-weight=50 encoder-weight=1 latent-size=16")]
    [DataRow(
        "pix2pix",
        TranslatorNetworks
            + " adversarial-weight=1 conditional=True global-residual=False loss=NonSaturating perceptual-layers= "
            + "perceptual-network= perceptual-weight=10 reconstruction-weight=100"
    )]
    [DataRow("srresnet", Enlarging)]
    [DataRow(
        "esrgan",
        Enlarging
            + " adversarial-weight=0.02 discriminator-feature-maps=32 discriminator-layers=2 feature-weight=0.1 pixel-weight=1 "
            + "psnr-steps=2000"
    )]
    [DataRow("cyclegan", UnpairedNetworks + " cycle-weight=10 identity-weight=0.5 pool-size=50 upsampling=Resize")]
    [DataRow("cut", UnpairedNetworks + Contrast + " contrast-identity=True contrast-weight=1 flip-equivariance=False")]
    [DataRow("fastcut", UnpairedNetworks + Contrast + " contrast-identity=False contrast-weight=10 flip-equivariance=True")]
    [DataRow(
        "simgan",
        "batch-size=16 blocks=4 buffer-size=1024 discriminator-feature-maps=48 discriminator-only-steps=200 "
            + "discriminator-steps=1 feature-maps=32 flip=False generator-averaging=0.995 keep-input=True perceptual-layers= "
            + "perceptual-network= perceptual-weight=1 refiner-only-steps=200 refiner-steps=2 self-regularization-weight=1"
    )]
    [DataRow("segmentation", TranslatorNetworks + " adversarial-weight=0 ignored= loss=NonSaturating")]
    [DataRow(
        "colorization",
        TranslatorNetworks + " adversarial-weight=1 generator-averaging=0.998 loss=NonSaturating reconstruction-weight=100"
    )]
    [DataRow(
        "stackgan",
        "batch-size=32 beta1=0.5 beta2=0.999 blocks=2 condition-size=64 discriminator-feature-maps=32 divergence-weight=2 "
            + "feature-maps=32 first-stage-steps=5000 generator-averaging=0.999 latent-size=64 learning-rate=0.0002 "
            + "learning-rate-schedule=constant:1 mismatch-weight=1 text-features=64 text-longest-piece=5 text-shortest-piece=3 "
            + "text-width=1024 text-words=2"
    )]
    [DataRow(
        "inpainting",
        "adversarial-weight=0.1 batch-size=16 discriminator-feature-maps=32 feature-maps=32 feature-weight=1 "
            + "generator-averaging=0.999 hole-weight=6 known-weight=1 largest-hole=0.5"
    )]
    public void Defaults_are_those_documented(string name, string own)
    {
        var common = RecipeCatalog.Find(name) switch
        {
            TranslationRecipe => CommonToTranslators + " ",
            LatentRecipe => Common + " ",
            _ => "",
        };
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in (common + own).Split(' '))
            expected[setting.Split('=')[0]] = setting.Split('=')[1];
        CollectionAssert.AreEqual(
            expected.Select(s => $"{s.Key}={s.Value}").ToArray(),
            RecipeSettings.Read(RecipeCatalog.Find(name)).Select(s => $"{s.Key}={s.Value}").ToArray()
        );
    }

    [TestMethod]
    public void Every_recipe_is_pinned()
    {
        var pinned = typeof(RecipeDefaultsTests)
            .GetMethod(nameof(Defaults_are_those_documented))!
            .GetCustomAttributes(typeof(DataRowAttribute), false)
            .Select(row => (string)((DataRowAttribute)row).Data[0]!);
        CollectionAssert.AreEquivalent(RecipeCatalog.All.Select(r => r.Name).ToArray(), pinned.ToArray());
    }
}
