using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => At([i1]);
            set => Put([i1], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => Put([i1, i2], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => Put([i1, i2, i3], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => Put([i1, i2, i3, i4], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At([i1, i2, i3, i4, i5]);
            set => Put([i1, i2, i3, i4, i5], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At([i1, i2, i3, i4, i5, i6]);
            set => Put([i1, i2, i3, i4, i5, i6], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Put(indices, value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            Tensor view = BasicView(indices, out Tensor[] advanced);
            return (advanced is null ? view : view.index(advanced)).MoveToOuterDisposeScope();
        }

        /// <summary>One index tensor per leading dimension; null stands for a whole dimension.</summary>
        public Tensor index(params Tensor[] indices) => Aten.Call("index.Tensor", this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using (NewDisposeScope())
            {
                Tensor view = BasicView(indices, out Tensor[] advanced);
                if (advanced is not null)
                    view.index_put_(value, advanced, accumulate);
                else if (accumulate)
                    view.add_(Fitting(value, view));
                else
                    view.copy_(Fitting(value, view));
            }
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            InPlace("index_put_", indices, value, accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor filled = torch.full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using Tensor filled = torch.full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        private Tensor At(ReadOnlySpan<long> indices)
        {
            using var scope = NewDisposeScope();
            Tensor view = alias();
            foreach (long position in indices)
                view = view.select(0, position);
            return view.MoveToOuterDisposeScope();
        }

        private void Put(ReadOnlySpan<long> indices, Tensor value)
        {
            using var scope = NewDisposeScope();
            Tensor view = At(indices);
            view.copy_(Fitting(value, view));
        }

        /// <summary>The value without leading dimensions of size one that the place it goes to does not have.</summary>
        private static Tensor Fitting(Tensor value, Tensor view)
        {
            while (value.dim() > view.dim() && value.shape[0] == 1)
                value = value.squeeze(0);
            return value;
        }

        /// <summary>
        /// Applies integers, slices, new dimensions and the ellipsis as views; what index tensors remain is returned, one
        /// slot per dimension of the view, for the operator that gathers.
        /// </summary>
        private Tensor BasicView(TensorIndex[] indices, out Tensor[] advanced)
        {
            advanced = null;
            Tensor view = alias();
            long position = 0;
            for (int i = 0; i < indices.Length; i++)
            {
                TensorIndex index = indices[i];
                switch (index.Kind)
                {
                    case TensorIndex.Sort.Single:
                        view = view.select(position, index.Start.Value);
                        break;
                    case TensorIndex.Sort.Null:
                        position++;
                        break;
                    case TensorIndex.Sort.Slice:
                        view = Aten.Call("slice.Tensor", view, position, index.Start, index.Stop, index.Step ?? 1);
                        position++;
                        break;
                    case TensorIndex.Sort.None:
                        view = view.unsqueeze(position++);
                        break;
                    case TensorIndex.Sort.Ellipsis:
                        position = view.dim() - indices.Skip(i + 1).Sum(DimensionsOf);
                        break;
                    case TensorIndex.Sort.Bool:
                        view = view.unsqueeze(position);
                        advanced = Place(advanced, position++, torch.tensor(index.Start == 1, device: device).reshape(1));
                        break;
                    case TensorIndex.Sort.Tensor:
                        advanced = Place(advanced, position, index.Indices);
                        position += DimensionsOf(index);
                        break;
                }
            }
            return view;
        }

        private static long DimensionsOf(TensorIndex index) => index.Kind switch
        {
            TensorIndex.Sort.None or TensorIndex.Sort.Bool => 0,
            TensorIndex.Sort.Tensor when index.Indices.dtype is ScalarType.Bool or ScalarType.Byte => index.Indices.dim(),
            _ => 1,
        };

        private static Tensor[] Place(Tensor[] slots, long position, Tensor indices)
        {
            slots ??= [];
            // A mask takes several dimensions of the view but one slot.
            int masked = slots.Where(slot => slot?.dtype is ScalarType.Bool or ScalarType.Byte).Sum(slot => (int)slot.dim() - 1);
            var placed = new Tensor[position - masked + 1];
            slots.CopyTo(placed, 0);
            placed[^1] = indices;
            return placed;
        }
    }
}
