namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public void save(string location) => this.Save(location);

        public static Tensor load(string location) => Load(location);

        public static Tensor Load(string location)
        {
            using FileStream stream = File.OpenRead(location);
            return Load(stream);
        }

        /// <summary>Closes the stream.</summary>
        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        public override string ToString() => ToString(TensorStringStyle.Metadata);

        public string ToString(TensorStringStyle style, string fltFormat = null, int? width = null, System.Globalization.CultureInfo cultureInfo = null, string newLine = null)
        {
            if (IsInvalid)
                return "[disposed]";
            string description = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            return style is TensorStringStyle.Metadata or TensorStringStyle.Default || is_meta ? description : description + (newLine ?? Environment.NewLine) + Elements(fltFormat ?? "g5", cultureInfo);
        }

        /// <summary>The elements, rows in brackets, every dimension cut after its first and last three.</summary>
        private string Elements(string format, IFormatProvider culture)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            return Format(cpu(), format, culture ?? System.Globalization.CultureInfo.InvariantCulture);
        }

        private static string Format(Tensor tensor, string format, IFormatProvider culture)
        {
            const int Edge = 3;
            if (tensor.dim() == 0)
                return tensor.is_complex() ? tensor.ToScalar().AsComplex.ToString(format, culture)
                    : tensor.dtype == ScalarType.Bool ? tensor.ToBoolean().ToString()
                    : tensor.is_integral() ? tensor.ToInt64().ToString(culture) : tensor.ToDouble().ToString(format, culture);
            long count = tensor.shape[0];
            IEnumerable<string> items = count <= 2 * Edge
                ? Enumerable.Range(0, (int)count).Select(i => Format(tensor[i], format, culture))
                : Enumerable.Range(0, Edge).Select(i => Format(tensor[i], format, culture)).Append("...")
                    .Concat(Enumerable.Range(0, Edge).Select(i => Format(tensor[count - Edge + i], format, culture)));
            return "[" + string.Join(", ", items) + "]";
        }
    }
}

public enum TensorStringStyle { Metadata = 0, Julia = 1, Numpy = 2, CSharp = 3, Default = 4 }
