using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class NormalizationCatalog
{
    private const long AllExamples = 1000000000;

    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        long maximumExampleCount = AllExamples, bool fixZero = true) =>
        MinMax(catalog, InputOutputColumnPair.Tuple(outputColumnName, inputColumnName), maximumExampleCount, fixZero);

    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = AllExamples, bool fixZero = true) =>
        MinMax(catalog, InputOutputColumnPair.Tuples(columns), maximumExampleCount, fixZero);

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        long maximumExampleCount = AllExamples, bool fixZero = true, bool useCdf = false) =>
        MeanVariance(catalog, InputOutputColumnPair.Tuple(outputColumnName, inputColumnName), maximumExampleCount, fixZero, useCdf);

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = AllExamples, bool fixZero = true, bool useCdf = false) =>
        MeanVariance(catalog, InputOutputColumnPair.Tuples(columns), maximumExampleCount, fixZero, useCdf);

    private static NormalizingEstimator MinMax(TransformsCatalog catalog, (string, string)[] pairs, long rows, bool fixZero) =>
        new(catalog.GetEnvironment(), pairs, rows, statistics => statistics.MinMax(fixZero));

    private static NormalizingEstimator MeanVariance(TransformsCatalog catalog, (string, string)[] pairs, long rows, bool fixZero, bool useCdf) =>
        new(catalog.GetEnvironment(), pairs, rows, statistics => useCdf ? statistics.Cdf() : statistics.MeanVariance(fixZero));
}
