using Gan.Training.Editing;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Editing;

/// <summary>A generator whose factors are known: discs on black, of which a latent gives the place across, the place down and the
/// hue. Its first layer turns the latent at random and weighs the factors 3, 2 and 1; the others do nothing.</summary>
internal static class TurnedDiscs
{
    public const int Side = 16;
    private const int Factors = 3;

    public static GeneratorNetwork Create(int latent, int seed)
    {
        using var random = new Generator((ulong)seed, CPU);
        var layer = nn.Linear(latent, Factors, hasBias: false);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var turned = linalg.qr(randn([latent, latent], generator: random)).Q.narrow(0, 0, Factors);
        layer.weight!.copy_(tensor([3f, 2, 1]).unsqueeze(1) * turned);
        return new GeneratorNetwork(latent, nn.Sequential(layer, new Renderer()));
    }

    /// <summary>By how much each direction moves each factor, as seen in the pictures: [direction, factor], the mean absolute
    /// change in units of the factor's own spread.</summary>
    public static double[,] Moves(PictureGenerator generator, LatentDirections directions, int count, int rows)
    {
        var latents = generator.DrawLatents(rows, seed: 9);
        var before = Measure(generator.Generate(latents));
        var moves = new double[count, Factors];
        for (var direction = 0; direction < count; direction++)
        {
            var amounts = new float[rows * directions.Count];
            for (var row = 0; row < rows; row++)
                amounts[row * directions.Count + direction] = 0.5f;
            var after = Measure(generator.Generate(directions.Move(latents, amounts)));
            for (var factor = 0; factor < Factors; factor++)
            {
                var mean = before.Average(m => m[factor]);
                var spread = Math.Sqrt(before.Average(m => (m[factor] - mean) * (m[factor] - mean)));
                moves[direction, factor] = before.Zip(after, (b, a) => Math.Abs(a[factor] - b[factor])).Average() / spread;
            }
        }

        return moves;
    }

    /// <summary>Across, down and hue of each picture: the centre of its light, and the share of red in it.</summary>
    private static double[][] Measure(float[] pictures) =>
        [
            .. pictures
                .Chunk(3 * Side * Side)
                .Select(picture =>
                {
                    var (light, across, down, red) = (0.0, 0.0, 0.0, 0.0);
                    for (var i = 0; i < picture.Length; i++)
                    {
                        light += picture[i];
                        across += picture[i] * (i % Side);
                        down += picture[i] * (i / Side % Side);
                        red += i < Side * Side ? picture[i] : 0;
                    }

                    return new[] { across / light, down / light, red / light };
                }),
        ];

    /// <summary>From [rows, 3] to pictures [rows, 3, side, side] in [-1, 1].</summary>
    private sealed class Renderer() : nn.Module<Tensor, Tensor>(nameof(Renderer))
    {
        public override Tensor forward(Tensor input)
        {
            var places = arange(Side, ScalarType.Float32);
            // Places keep within the middle half, so that no disc is cut.
            Tensor Centre(int factor) =>
                ((input.narrow(1, factor, 1) / 3).tanh() * (Side / 4.0) + (Side - 1) / 2.0).reshape(-1, 1, 1, 1);
            var across = (places.reshape(1, 1, 1, Side) - Centre(0)).square();
            var down = (places.reshape(1, 1, Side, 1) - Centre(1)).square();
            var disc = ((across + down) / -5).exp();
            var red = (input.narrow(1, 2, 1).sigmoid()).reshape(-1, 1, 1, 1);
            return cat([disc * red, zeros_like(disc), disc * (1 - red)], 1) * 2 - 1;
        }
    }
}
