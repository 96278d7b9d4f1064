using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Limited-memory BFGS with backtracking line search; with an L1 term, orthant-wise (Andrew and Gao, "Scalable training of
/// L1-regularized log-linear models", ICML 2007).
/// </summary>
/// <param name="host">Asked whether to go on.</param>
/// <param name="objective">Value of the smooth part at a point; fills its gradient.</param>
/// <param name="l1">The weight of the absolute value of each variable from <paramref name="penalizedFrom"/> on.</param>
/// <param name="penalizedFrom">Variables before this one (biases) are free.</param>
internal sealed class LbfgsOptimizer(IHost host, LbfgsOptimizer.Objective objective, double l1, int penalizedFrom)
{
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    public required int HistorySize { get; init; }

    public required int MaximumIterations { get; init; }

    public required double Tolerance { get; init; }

    public bool NonNegative { get; init; }

    public double[] Minimize(double[] start)
    {
        var size = start.Length;
        double[] point = start, gradient = new double[size], next = new double[size], nextGradient = new double[size], direction = new double[size];
        var history = new Queue<(double[] Step, double[] Change, double Product)>();
        var value = Value(point, gradient);
        var recent = new Queue<double>();
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            host.CheckAlive();
            var slope = PseudoGradient(point, gradient);
            Descend(slope, history, direction);
            var decrease = Vectors.Dot(direction, slope);
            if (decrease >= 0)
                break;
            var norm = Math.Sqrt(-decrease);
            var step = history.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Vectors.Dot(slope, slope))) : 1;
            double nextValue;
            while (true)
            {
                Move(point, slope, direction, step, next);
                nextValue = Value(next, nextGradient);
                // The decrease that counts is along the step really taken, which the orthant may have cut short.
                double expected = 0;
                for (var i = 0; i < size; i++)
                    expected += slope[i] * (next[i] - point[i]);
                if (nextValue <= value + (1e-4 * expected))
                    break;
                step /= 2;
                if (step < 1e-20)
                    return point;
            }
            Remember(history, point, next, gradient, nextGradient);
            recent.Enqueue(value);
            if (recent.Count > 10)
                recent.Dequeue();
            (point, next) = (next, point);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            // The mean relative improvement of the last steps; one step alone may be short by chance.
            if ((recent.Peek() - value) / recent.Count <= Tolerance * 0.1 * Math.Max(1e-12, Math.Abs(value)) || norm == 0)
                break;
        }
        return point;
    }

    private double Value(double[] point, double[] gradient)
    {
        var value = objective(point, gradient);
        for (var i = penalizedFrom; l1 > 0 && i < point.Length; i++)
            value += l1 * Math.Abs(point[i]);
        return value;
    }

    private double[] PseudoGradient(double[] point, double[] gradient)
    {
        var slope = (double[])gradient.Clone();
        for (var i = 0; i < slope.Length; i++)
        {
            var weight = i >= penalizedFrom ? l1 : 0;
            if (weight > 0)
                slope[i] = point[i] != 0 ? gradient[i] + (weight * Math.Sign(point[i]))
                    : gradient[i] + weight < 0 ? gradient[i] + weight
                    : gradient[i] - weight > 0 ? gradient[i] - weight
                    : 0;
            if (NonNegative && i >= penalizedFrom && point[i] <= 0 && slope[i] > 0)
                slope[i] = 0;
        }
        return slope;
    }

    private void Descend(double[] slope, Queue<(double[] Step, double[] Change, double Product)> history, double[] direction)
    {
        for (var i = 0; i < direction.Length; i++)
            direction[i] = -slope[i];
        var pairs = history.ToArray();
        var factors = new double[pairs.Length];
        for (var i = pairs.Length - 1; i >= 0; i--)
        {
            factors[i] = Vectors.Dot(pairs[i].Step, direction) / pairs[i].Product;
            Vectors.AddScaled(direction, -factors[i], pairs[i].Change);
        }
        if (pairs.Length > 0)
        {
            var scale = pairs[^1].Product / Vectors.Dot(pairs[^1].Change, pairs[^1].Change);
            for (var i = 0; i < direction.Length; i++)
                direction[i] *= scale;
        }
        for (var i = 0; i < pairs.Length; i++)
            Vectors.AddScaled(direction, factors[i] - (Vectors.Dot(pairs[i].Change, direction) / pairs[i].Product), pairs[i].Step);
        if (l1 > 0 || NonNegative)
            for (var i = penalizedFrom; i < direction.Length; i++)
                if (direction[i] * slope[i] >= 0)
                    direction[i] = 0;
    }

    private void Move(double[] point, double[] slope, double[] direction, double step, double[] next)
    {
        for (var i = 0; i < point.Length; i++)
        {
            next[i] = point[i] + (step * direction[i]);
            if (i < penalizedFrom)
                continue;
            if (NonNegative && next[i] < 0)
                next[i] = 0;
            if (l1 > 0)
            {
                var orthant = point[i] != 0 ? Math.Sign(point[i]) : -Math.Sign(slope[i]);
                if (next[i] * orthant < 0)
                    next[i] = 0;
            }
        }
    }

    private void Remember(Queue<(double[] Step, double[] Change, double Product)> history, double[] point, double[] next, double[] gradient,
        double[] nextGradient)
    {
        double[] step = new double[point.Length], change = new double[point.Length];
        for (var i = 0; i < point.Length; i++)
        {
            step[i] = next[i] - point[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        var product = Vectors.Dot(step, change);
        if (product <= 1e-16 * Vectors.Dot(step, step))
            return;
        history.Enqueue((step, change, product));
        if (history.Count > HistorySize)
            history.Dequeue();
    }
}
