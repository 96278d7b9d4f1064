namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);
        public static Modules.ReLU6 ReLU6(bool inplace = false) => new(inplace);
        public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
        public static Modules.RReLU RReLU(double lower = 0.125, double upper = 1.0 / 3, bool inplace = false) => new(lower, upper, inplace);
        public static Modules.ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
        public static Modules.CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
        public static Modules.SELU SELU(bool inplace = false) => new(inplace);
        public static Modules.GLU GLU(long dim = -1) => new(dim);
        public static Modules.SiLU SiLU() => new(false);
        public static Modules.SiLU SiLU(bool inplace) => new(inplace);
        public static Modules.Mish Mish() => new(false);
        public static Modules.Mish Mish(bool inplace) => new(inplace);
        public static Modules.Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);
        public static Modules.Softshrink Softshrink(double lambda = 0.5) => new(lambda);
        public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
        public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);
        public static Modules.Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);
        public static Modules.Sigmoid Sigmoid() => new(false);
        public static Modules.Sigmoid Sigmoid(bool inplace) => new(inplace);
        public static Modules.LogSigmoid LogSigmoid() => new();
        public static Modules.Tanh Tanh() => new(false);
        public static Modules.Tanh Tanh(bool inplace = false) => new(inplace);
        public static Modules.Tanhshrink Tanhshrink() => new(false);
        public static Modules.Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);
        public static Modules.Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
        public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
        public static Modules.Softsign Softsign() => new(false);
        public static Modules.Softsign Softsign(bool inplace) => new(inplace);
        public static Modules.Softmax Softmax(long dim) => new(dim);
        public static Modules.Softmax2d Softmax2d() => new();
        public static Modules.Softmin Softmin(long dim) => new(dim);
        public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);
        public static Modules.Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
        public static Modules.Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);
        public static Modules.Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
        public static Modules.PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);
        public static Modules.PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);
        public static Modules.AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new(output_size);
        public static Modules.LocalResponseNorm LocalResponseNorm(long size, double alpha = 0.0001, double beta = 0.75, double k = 1) => new(size, alpha, beta, k);
        public static Modules.GELU GELU() => new(Modules.GELU.Approximate.none, false);
        public static Modules.GELU GELU(bool inplace) => new(Modules.GELU.Approximate.none, inplace);
        public static Modules.GELU GELU(Modules.GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);
    }
}
