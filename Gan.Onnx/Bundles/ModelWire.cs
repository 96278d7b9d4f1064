namespace Gan.Onnx.Bundles;

/// <summary>
/// Measures an ONNX file before it is parsed. A parser makes objects of hundreds of bytes out of fields of two, so that a small
/// file could take all memory there is; the values of constant tensors, as far as they take no more bytes there than here, are
/// the only part that may be long.
/// </summary>
internal static class ModelWire
{
    private const int ModelGraph = 7,
        GraphInitializer = 5;

    /// <summary>How many bytes the file has beside the raw, float and double values of its constant tensors; null when it is no
    /// such file.</summary>
    public static long? GraphBytes(ReadOnlySpan<byte> bytes)
    {
        long values = 0;
        var model = new Fields(bytes);
        while (model.Next())
        {
            if (model.Number != ModelGraph)
                continue;
            var graph = new Fields(model.Content);
            while (graph.Next())
            {
                if (graph.Number != GraphInitializer)
                    continue;
                var tensor = new Fields(graph.Content);
                while (tensor.Next())
                {
                    if (HoldsValues(tensor.Number))
                        values += tensor.Content.Length;
                }

                if (tensor.Broken)
                    return null;
            }

            if (graph.Broken)
                return null;
        }

        return model.Broken ? null : bytes.Length - values;
    }

    // Float, raw and double data take as many bytes in memory as in the file. Lists of whole numbers (fields 5, 7 and 11) do not:
    // a byte of the file may be a number of eight there.
    private static bool HoldsValues(int tensorField) => tensorField is 4 or 9 or 10;

    /// <summary>The fields of one protobuf message, one after the other.</summary>
    private ref struct Fields(ReadOnlySpan<byte> message)
    {
        private readonly ReadOnlySpan<byte> _message = message;
        private int _position;

        /// <summary>The current field's number.</summary>
        public int Number { get; private set; }

        /// <summary>The current field's bytes if it is of variable length; otherwise nothing.</summary>
        public ReadOnlySpan<byte> Content { get; private set; }

        /// <summary>Whether the message ends in the middle of a field, or has a kind of field that ONNX does not use.</summary>
        public bool Broken { get; private set; }

        /// <summary>Goes to the next field; false at the end of the message and where it is broken.</summary>
        public bool Next()
        {
            if (Broken || _position == _message.Length)
                return false;
            Content = default;
            if (!TryReadNumber(out var tag) || tag > uint.MaxValue)
                return Break();
            Number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    return TryReadNumber(out _) || Break();
                case 1:
                    return Skip(8) || Break();
                case 2:
                    var start = TryReadNumber(out var length) ? _position : -1;
                    if (start < 0 || !Skip(length))
                        return Break();
                    Content = _message.Slice(start, (int)length);
                    return true;
                case 5:
                    return Skip(4) || Break();
                default:
                    return Break();
            }
        }

        private bool Break()
        {
            Broken = true;
            return false;
        }

        private bool Skip(ulong length)
        {
            if (length > (ulong)(_message.Length - _position))
                return false;
            _position += (int)length;
            return true;
        }

        private bool TryReadNumber(out ulong number)
        {
            number = 0;
            for (var shift = 0; shift < 64 && _position < _message.Length; shift += 7)
            {
                var part = _message[_position++];
                number |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                    return true;
            }

            return false;
        }
    }
}
