#pragma warning disable CA1050 // the runtime looks for a start-up hook outside of namespaces
using Gan.MLNet;
using Gan.Tests.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>
/// The other process of the persistence tests. .NET calls <see cref="Initialize"/> before Main when DOTNET_STARTUP_HOOKS names
/// this assembly, so the test assembly can be run as a program of its own; nothing else uses it.
/// </summary>
internal static class StartupHook
{
    public const string ModelVariable = "GAN_TESTS_MODEL",
        OutputVariable = "GAN_TESTS_OUTPUT";

    /// <summary>Loads a model in this fresh process, applies it to the test rows and writes what came out.</summary>
    public static void Initialize()
    {
        string? model = Environment.GetEnvironmentVariable(ModelVariable);
        string? output = Environment.GetEnvironmentVariable(OutputVariable);
        if (model is null || output is null)
            return;
        try
        {
            var ml = new MLContext();
            ITransformer transformer = ml.RegisterGanTransformers().Model.Load(model, out DataViewSchema schema);
            File.WriteAllBytes(output, ModelOutput.Compute(ml, transformer, ((VectorDataViewType)schema["Features"].Type).Size));
            Environment.Exit(0);
        }
#pragma warning disable CA1031 // whatever went wrong is for the parent process to print
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            Environment.Exit(1);
        }
#pragma warning restore CA1031
    }
}
