using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor bernoulli(Generator generator = null) => Aten.Call("bernoulli", this, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator generator = null) => Aten.Call("multinomial", this, num_samples, replacement, generator);
        public Tensor poisson(Generator generator = null) => Aten.Call("poisson", this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator generator = null) => InPlace("bernoulli_.float", p, generator);
        public Tensor bernoulli_(Tensor p, Generator generator = null) => InPlace("bernoulli_.Tensor", p, generator);
        public Tensor cauchy_(double median = 0, double sigma = 1, Generator generator = null) => InPlace("cauchy_", median, sigma, generator);
        public Tensor exponential_(double lambda = 1, Generator generator = null) => InPlace("exponential_", lambda, generator);
        public Tensor geometric_(double p, Generator generator = null) => InPlace("geometric_", p, generator);
        public Tensor normal_(double mean = 0, double std = 1, Generator generator = null) => InPlace("normal_", mean, std, generator);
        public Tensor log_normal_(double mean = 0, double std = 1, Generator generator = null) => InPlace("log_normal_", mean, std, generator);
        public Tensor random_(double from, double to, Generator generator = null) => InPlace("random_.from", (long)from, (long)to, generator);
        public Tensor uniform_(double from, double to, Generator generator = null) => InPlace("uniform_", from, to, generator);
    }
}
