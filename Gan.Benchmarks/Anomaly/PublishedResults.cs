namespace Gan.Benchmarks.Anomaly;

/// <summary>AUC-ROC on ADBench's files by this protocol, measured with the Python packages' defaults.</summary>
internal static class PublishedResults
{
    public static readonly string[] Methods = ["IForest", "KNN", "ECOD", "PCA", "ALAD", "SO_GAAL", "GANomaly"];

    public static IReadOnlyDictionary<string, double[]> AucRoc { get; } =
        new Dictionary<string, double[]>(StringComparer.OrdinalIgnoreCase)
        {
            ["breastw"] = [.995, .994, .995, .992, .626, .067, .954],
            ["cardio"] = [.954, .960, .959, .968, .445, .111, .872],
            ["ionosphere"] = [.913, .981, .765, .894, .379, .282, .764],
            ["pima"] = [.721, .736, .653, .705, .562, .398, .621],
            ["thyroid"] = [.992, .987, .991, .986, .507, .032, .989],
            ["satellite"] = [.811, .871, .630, .666, .382, .233, .834],
            ["shuttle"] = [.997, 1.000, .997, .998, .458, .001, .953],
            ["satimage-2"] = [.989, .998, .962, .971, .376, .027, .987],
            ["WDBC"] = [.994, .995, .987, .996, .810, .952, .988],
            ["pendigits"] = [.970, .999, .936, .943, .529, .776, .758],
        };
}
