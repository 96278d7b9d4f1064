using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>Draws holes of free form: in each picture one to three, each a rectangle or a brush stroke within a box of its own
/// (after Yu et al. 2019, section 3.4, who draw one rectangle and strokes without a bound).</summary>
/// <param name="largest">The sides of the largest box as a share of the picture's, above 0 and at most 0.5: three such boxes
/// never cover a picture.</param>
internal sealed class HoleSampler(double largest)
{
    private const int MostHoles = 3;
    private const int Corners = 5;

    // A box's smallest sides over its largest; a brush's width over the box's shorter side.
    private const double LeastBox = 0.25;
    private const double LeastBrush = 0.15;
    private const double MostBrush = 0.4;

    // A pixel's centre is never further than this from a point in the picture, so no stroke falls between pixels.
    private const double LeastRadius = 0.75;

    /// <summary>Draws masks.</summary>
    /// <param name="rows">How many pictures.</param>
    /// <param name="height">Their height; at least 2.</param>
    /// <param name="width">Their width; at least 2.</param>
    /// <param name="random">Where the numbers come from; the masks are on the processor, as they are.</param>
    /// <returns>1 in holes, 0 elsewhere, [rows, 1, height, width]; of each picture a part is in a hole and a part is
    /// not.</returns>
    public Tensor Draw(long rows, long height, long width, Generator random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var numbers = random.Uniform([rows, MostHoles, 7 + 2 * Corners, 1, 1], CPU);
        Tensor Number(int i) => numbers.select(2, i);

        var y = arange(height).view(height, 1) + 0.5;
        var x = arange(width).view(1, width) + 0.5;
        var (top, tall) = Extent(height, Number(0), Number(1));
        var (left, wide) = Extent(width, Number(2), Number(3));
        var inBox = (y > top).logical_and(y < top + tall).logical_and(x > left).logical_and(x < left + wide);

        var radius = (minimum(tall, wide) * (Number(4) * (MostBrush - LeastBrush) + LeastBrush) / 2).clamp_min(LeastRadius);
        var nearest = full_like(inBox, float.PositiveInfinity, ScalarType.Float32);
        (Tensor Y, Tensor X) Corner(int i) => (top + tall * Number(7 + 2 * i), left + wide * Number(8 + 2 * i));
        for (var i = 1; i < Corners; i++)
            nearest = minimum(nearest, SquaredDistance(y, x, Corner(i - 1), Corner(i)));
        var inStroke = inBox.logical_and(nearest <= radius.square());

        var inHole = where(Number(5) < 0.5, inBox, inStroke);
        // The first is always there, the second in two pictures of three, the third in one of three.
        var count = numbers.narrow(1, 0, 1).select(2, 6) * MostHoles;
        var order = arange(MostHoles, ScalarType.Float32).view(1, MostHoles, 1, 1);
        return inHole.logical_and(order <= count).any(1, keepdim: true).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Where a box begins and how far it reaches along one side, in whole pixels.</summary>
    private (Tensor Start, Tensor Length) Extent(long side, Tensor size, Tensor place)
    {
        var most = Math.Max(1, Math.Floor(largest * side));
        var least = Math.Max(1, Math.Floor(LeastBox * most));
        var length = (size * (most - least + 1) + least).floor().clamp_max(most);
        // Its middle is anywhere; where it would stick out it is moved in, so that corners have their share of holes.
        return ((place * side - length / 2).floor().clamp_min(0).minimum(side - length), length);
    }

    /// <summary>The squared distance of each pixel's centre from a line between two points.</summary>
    private static Tensor SquaredDistance(Tensor y, Tensor x, (Tensor Y, Tensor X) from, (Tensor Y, Tensor X) to)
    {
        var (dy, dx) = (to.Y - from.Y, to.X - from.X);
        var along = ((y - from.Y) * dy + (x - from.X) * dx) / (dy.square() + dx.square()).clamp_min(1e-6);
        var share = along.clamp(0, 1);
        return (y - from.Y - share * dy).square() + (x - from.X - share * dx).square();
    }
}
