namespace TorchSharp;

public static partial class torch
{
    /// <summary>What may stand between an indexer's brackets.</summary>
    public struct TensorIndex
    {
        internal enum Sort { Null, None, Ellipsis, Single, Slice, Bool, Tensor }

        internal Sort Kind { get; private set; }
        internal long? Start { get; private set; }
        internal long? Stop { get; private set; }
        internal long? Step { get; private set; }
        internal Tensor Indices { get; private set; }

        /// <summary>All dimensions that the other indices leave.</summary>
        public static TensorIndex Ellipsis = new() { Kind = Sort.Ellipsis };

        /// <summary>A new dimension of size one.</summary>
        public static TensorIndex None = new() { Kind = Sort.None };

        public static TensorIndex Null = new() { Kind = Sort.Null };

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = new() { Kind = Sort.Slice };

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = Sort.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(Position(range.Start), range.End.Equals(Index.End) ? null : Position(range.End));

        public static TensorIndex Bool(bool value) => new() { Kind = Sort.Bool, Start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => index is null ? Null : new() { Kind = Sort.Single, Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = Sort.Tensor, Indices = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(Position(index));

        private static long Position(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
