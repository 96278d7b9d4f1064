using Gan.Onnx;
using Gan.Onnx.Graphs;

namespace Gan.Training.Export.Rules;

/// <summary>What becomes of shapes.</summary>
internal static class Shapes
{
    /// <summary>The shape of an element-by-element operator's output.</summary>
    public static long[] Broadcast(string operation, IReadOnlyList<OnnxValue> inputs)
    {
        var shape = new long[inputs.Max(i => i.Rank)];
        Array.Fill(shape, 1);
        foreach (var input in inputs)
        {
            var offset = shape.Length - input.Rank;
            for (var i = 0; i < input.Rank; i++)
            {
                ref var length = ref shape[offset + i];
                if (length != input.Shape[i] && length != 1 && input.Shape[i] != 1)
                    throw new GanException(
                        $"The values {string.Join(" and ", inputs)} do not fit each other: {operation} needs equal lengths, or 1."
                    );
                if (length == 1)
                    length = input.Shape[i];
            }
        }

        return shape;
    }

    /// <summary>The shape of several values joined along a dimension.</summary>
    public static long[] Concatenated(IReadOnlyList<OnnxValue> values, int axis)
    {
        var shape = values[0].Shape.ToArray();
        if (axis >= shape.Length)
            throw new GanException($"The value {values[0]} has no dimension {axis} to be joined along.");
        shape[axis] = 0;
        foreach (var value in values)
        {
            if (value.Rank != shape.Length || value.Shape.Where((n, i) => i != axis && n != shape[i]).Any())
                throw new GanException(
                    $"The values {string.Join(" and ", values)} cannot be joined along dimension {axis}: others differ too."
                );
            shape[axis] += value.Shape[axis];
        }

        return shape;
    }

    /// <summary>Refuses a new shape that holds another number of elements.</summary>
    public static void CheckSameSize(OnnxValue value, IReadOnlyList<long> shape)
    {
        if (Size(value.Shape.Skip(1)) != Size(shape))
            throw new GanException(
                $"The value {value} cannot take the shape [batch, {string.Join(", ", shape)}]: it holds another number of "
                    + $"elements."
            );
    }

    /// <summary>The number of elements of so many dimensions.</summary>
    public static long Size(IEnumerable<long> shape) => shape.Aggregate(1L, (product, n) => checked(product * n));
}
