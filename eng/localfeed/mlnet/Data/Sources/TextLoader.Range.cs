namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    public sealed class Range
    {
        public int Min;

        /// <summary>The last field; null for the end of the line.</summary>
        public int? Max;

        public bool AutoEnd;

        public bool VariableEnd;

        public bool AllOther;

        public bool ForceVector;

        public Range()
        {
        }

        public Range(int index)
        {
            if (index < 0)
                throw new ArgumentException("A field's index cannot be negative.", nameof(index));
            Min = index;
            Max = index;
        }

        public Range(int min, int? max)
        {
            if (min < 0 || max < min)
                throw new ArgumentException("The fields of a range must not be negative, and its end not before its start.", nameof(min));
            Min = min;
            Max = max;
            AutoEnd = max is null;
        }
    }
}
