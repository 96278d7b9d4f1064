namespace Microsoft.ML.Trainers;

public abstract partial class SdcaMulticlassTrainerBase<TModel>
{
    public class MulticlassOptions : OptionsBase
    {
    }
}
