using Microsoft.ML;

namespace Gan.MLNet.Generation;

/// <summary>The input columns of a generator, as far as it has them.</summary>
internal sealed record GeneratorColumns(
    DataViewSchema.Column? Seed,
    DataViewSchema.Column? Label,
    DataViewSchema.Column? Code,
    DataViewSchema.Column? Truncation
);
