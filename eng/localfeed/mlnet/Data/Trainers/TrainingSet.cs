using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Training examples in memory, dense. Rows without a label or with a feature that is not a number are left out.</summary>
internal sealed class TrainingSet
{
    private readonly float[] _features;

    private TrainingSet(IHost host, float[] features, int featureCount, float[] labels, float[] weights, int classCount)
    {
        Host = host;
        _features = features;
        FeatureCount = featureCount;
        Labels = labels;
        Weights = weights;
        ClassCount = classCount;
    }

    public IHost Host { get; }

    public int Count => Labels.Length;

    public int FeatureCount { get; }

    /// <summary>0 or 1, a class counted from 0, or a number; 0 where there is no label.</summary>
    public float[] Labels { get; }

    public float[] Weights { get; }

    /// <summary>How many classes the label's key type has; 0 where it is no key.</summary>
    public int ClassCount { get; }

    public ReadOnlySpan<float> this[int row] => _features.AsSpan(row * FeatureCount, FeatureCount);

    public static TrainingSet Load(IHost host, IDataView data, DataViewSchema.Column features, DataViewSchema.Column? label,
        DataViewSchema.Column? weight)
    {
        var size = features.Type.ValueCount();
        var key = label?.Type as KeyDataViewType;
        if (key?.Count > 1000000)
            throw new ArgumentOutOfRangeException("labelCol", $"The label column '{label!.Value.Name}' has {key.Count} classes, which is too many.");
        var values = new List<float>();
        var labels = new List<float>();
        var weights = new List<float>();
        var columns = new List<DataViewSchema.Column> { features };
        if (label is { } labelColumn)
            columns.Add(labelColumn);
        if (weight is { } weightColumn)
            columns.Add(weightColumn);
        using var cursor = data.GetRowCursor(columns);
        var readFeatures = cursor.GetGetter<VBuffer<float>>(features);
        var readLabel = label is null ? null : Getters.Single(cursor, label.Value);
        var readWeight = weight is null ? null : Getters.Single(cursor, weight.Value);
        VBuffer<float> buffer = default;
        var dense = new float[size];
        var skipped = 0L;
        while (cursor.MoveNext())
        {
            if (labels.Count % 4096 == 0)
                host.CheckAlive();
            float labelValue = 0, weightValue = 1;
            readFeatures(ref buffer);
            if (buffer.Length != size)
                throw new InvalidOperationException($"Row {cursor.Position} of the column '{features.Name}' has {buffer.Length} values where {size} are needed.");
            buffer.CopyTo(dense);
            readLabel?.Invoke(ref labelValue);
            readWeight?.Invoke(ref weightValue);
            if (!float.IsFinite(labelValue) || !float.IsFinite(weightValue) || Array.Exists(dense, value => !float.IsFinite(value)))
            {
                skipped++;
                continue;
            }
            values.AddRange(dense);
            labels.Add(labelValue);
            weights.Add(weightValue);
        }
        if (skipped > 0)
            using (var channel = host.Start("Training"))
                channel.Warning(MessageSensitivity.None, "Skipped {0} instances with missing features, label or weight during training", skipped);
        if (labels.Count == 0)
            throw new InvalidOperationException("No valid training instances found, all instances have missing features.");
        return new TrainingSet(host, [.. values], size, [.. labels], [.. weights], (int)(key?.Count ?? 0));
    }
}
