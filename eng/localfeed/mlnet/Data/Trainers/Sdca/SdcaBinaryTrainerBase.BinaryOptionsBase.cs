namespace Microsoft.ML.Trainers;

public abstract partial class SdcaBinaryTrainerBase<TModelParameters>
{
    public class BinaryOptionsBase : OptionsBase
    {
        public float PositiveInstanceWeight = 1;
    }
}
