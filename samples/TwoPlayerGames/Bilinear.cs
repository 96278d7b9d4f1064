namespace TwoPlayerGames;

/// <summary>f(x, y) = xy: one player lowers it by x, the other raises it by y. The equilibrium is (0, 0).</summary>
/// <remarks>The smallest game in which gradient steps fail: at every point the two gradients turn the players around the
/// equilibrium and never towards it. With step size h, simultaneous steps multiply the distance by sqrt(1 + h²); alternating
/// steps keep x² + y² - hxy as it was; optimistic ones (Daskalakis et al. 2018), which add the change since the last gradient,
/// converge.</remarks>
public static class Bilinear
{
    /// <summary>Both step from the same point.</summary>
    public static IReadOnlyList<(double X, double Y)> Simultaneous(double step, int count) =>
        Walk(count, (x, y) => (x - step * y, y + step * x));

    /// <summary>The second player sees the first one's step.</summary>
    public static IReadOnlyList<(double X, double Y)> Alternating(double step, int count) =>
        Walk(
            count,
            (x, y) =>
            {
                x -= step * y;
                return (x, y + step * x);
            }
        );

    /// <summary>Both step from the same point, along twice the gradient less the last one.</summary>
    public static IReadOnlyList<(double X, double Y)> Optimistic(double step, int count)
    {
        var (lastX, lastY) = (1.0, 1.0);
        return Walk(
            count,
            (x, y) =>
            {
                var next = (x - step * (2 * y - lastY), y + step * (2 * x - lastX));
                (lastX, lastY) = (x, y);
                return next;
            }
        );
    }

    /// <summary>The distance from the equilibrium.</summary>
    public static double Radius((double X, double Y) point) => Math.Sqrt(point.X * point.X + point.Y * point.Y);

    private static List<(double X, double Y)> Walk(int count, Func<double, double, (double X, double Y)> move)
    {
        var path = new List<(double X, double Y)> { (1, 1) };
        for (var i = 0; i < count; i++)
            path.Add(move(path[^1].X, path[^1].Y));
        return path;
    }
}
