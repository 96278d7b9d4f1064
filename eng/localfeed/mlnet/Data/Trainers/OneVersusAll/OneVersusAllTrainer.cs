using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>For each class, a binary model that tells it from all others.</summary>
public sealed class OneVersusAllTrainer
    : MetaMulticlassTrainer<MulticlassPredictionTransformer<OneVersusAllModelParameters>, OneVersusAllModelParameters>
{
    private readonly IInner _inner;
    private readonly bool _imputeMissing;
    private readonly IEstimator<ISingleFeaturePredictionTransformer<ICalibrator>>? _calibrator;
    private readonly int _maximumCalibrationExamples;
    private readonly bool _useProbabilities;

    internal OneVersusAllTrainer(IHostEnvironment env, IInner inner, string labelColumnName, bool imputeMissing,
        IEstimator<ISingleFeaturePredictionTransformer<ICalibrator>>? calibrator, int maximumCalibrationExamples, bool useProbabilities)
        : base(env, "OVA", labelColumnName)
    {
        if (maximumCalibrationExamples <= 0)
            throw new ArgumentOutOfRangeException(nameof(maximumCalibrationExamples), "It must be positive.");
        _inner = inner;
        _imputeMissing = imputeMissing;
        _calibrator = calibrator;
        _maximumCalibrationExamples = maximumCalibrationExamples;
        _useProbabilities = useProbabilities;
    }

    public override MulticlassPredictionTransformer<OneVersusAllModelParameters> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = input.Schema.Find("inputSchema", "label", LabelColumnName);
        if (label.Type is not KeyDataViewType key)
            throw Errors.Mismatch("inputSchema", "label", LabelColumnName, "Key<UInt32>", label.Type.ToString()!);
        var models = new object[key.Count];
        var calibrators = new ICalibrator?[models.Length];
        ISingleFeaturePredictionTransformer<object>? first = null;
        for (var k = 0; k < models.Length; k++)
        {
            Host.CheckAlive();
            var view = BinaryView(input, label, k);
            var fitted = _inner.Fit(view);
            first ??= fitted;
            models[k] = fitted.Model;
            if (_useProbabilities && fitted.Model is not CalibratedModelParametersBase)
                calibrators[k] = Calibrate(fitted, view);
        }
        return new MulticlassPredictionTransformer<OneVersusAllModelParameters>(Host,
            new OneVersusAllModelParameters(models, calibrators, _useProbabilities), first!.FeatureColumnName, first.FeatureColumnType,
            LabelColumnName, label);
    }

    /// <summary>The data with a label that is true for one class.</summary>
    private MappedView BinaryView(IDataView input, DataViewSchema.Column label, int chosen)
    {
        var added = new AddedColumn(_inner.LabelColumnName ?? LabelColumnName, BooleanDataViewType.Instance, [label], scope =>
        {
            var getter = Getters.Single(scope.Input, label);
            return (ValueGetter<bool>)((ref bool value) =>
            {
                float number = 0;
                getter(ref number);
                value = number == chosen;
            });
        });
        IDataView rows = _imputeMissing ? input : new FilterView(input, [label], row =>
        {
            var isMissing = MissingValues.IsMissing(row, label);
            return () => !isMissing();
        });
        return new MappedView(rows, ColumnMapper.Adding(rows.Schema, [added]));
    }

    private ICalibrator Calibrate(ISingleFeaturePredictionTransformer<object> fitted, IDataView view)
    {
        var scored = fitted.Transform(view);
        if (_calibrator is not null)
            return _calibrator.Fit(scored).Model;
        DataViewSchema.Column score = scored.Schema["Score"], label = scored.Schema[_inner.LabelColumnName ?? LabelColumnName];
        using var cursor = scored.GetRowCursor([score, label]);
        var readScore = cursor.GetGetter<float>(score);
        var readLabel = Getters.Single(cursor, label);
        List<float> scores = [], labels = [];
        while (cursor.MoveNext() && scores.Count < _maximumCalibrationExamples)
        {
            float scoreValue = 0, labelValue = 0;
            readScore(ref scoreValue);
            readLabel(ref labelValue);
            if (float.IsNaN(scoreValue))
                continue;
            scores.Add(scoreValue);
            labels.Add(labelValue);
        }
        return PlattFit.Fit([.. scores], [.. labels]);
    }

    /// <summary>A binary trainer, whatever its model's type.</summary>
    internal interface IInner
    {
        string? LabelColumnName { get; }

        ISingleFeaturePredictionTransformer<object> Fit(IDataView input);
    }

    internal sealed class Inner<TModel>(ITrainerEstimator<BinaryPredictionTransformer<TModel>, TModel> trainer) : IInner
        where TModel : class
    {
        public string? LabelColumnName => (trainer as ILabeledTrainer)?.LabelColumnName;

        public ISingleFeaturePredictionTransformer<object> Fit(IDataView input) => trainer.Fit(input);
    }
}
