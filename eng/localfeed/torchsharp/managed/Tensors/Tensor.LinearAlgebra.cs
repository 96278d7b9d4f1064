using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => From(Native.gantorch_matmul(Handle, target.Handle), this, target);
        public Tensor mm(Tensor target) => From(Native.gantorch_mm(Handle, target.Handle), this, target);
        public Tensor mv(Tensor target) => Aten.Call("mv", this, target);
        public Tensor bmm(Tensor batch2) => Aten.Call("bmm", this, batch2);
        public Tensor dot(Tensor target) => Aten.Call("dot", this, target);
        public Tensor vdot(Tensor target) => Aten.Call("vdot", this, target);
        public Tensor inner(Tensor vec2) => Aten.Call("inner", this, vec2);
        public Tensor outer(Tensor vec2) => Aten.Call("outer", this, vec2);
        public Tensor ger(Tensor vec2) => Aten.Call("ger", this, vec2);
        public Tensor kron(Tensor other) => Aten.Call("kron", this, other);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => From(Native.gantorch_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha), this, mat1, mat2);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => InPlace("addmm_", mat1, mat2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Aten.Call("addmv", this, mat, vec, beta, alpha);
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => InPlace("addmv_", mat, vec, beta, alpha);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => Aten.Call("addr", this, vec1, vec2, beta, alpha);
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => InPlace("addr_", vec1, vec2, beta, alpha);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.Call("addbmm", this, batch1, batch2, beta, alpha);
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => InPlace("addbmm_", batch1, batch2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.Call("baddbmm", this, batch1, batch2, beta, alpha);
        public Tensor det() => Aten.Call("det", this);
        public Tensor logdet() => Aten.Call("logdet", this);
        public Tensor inverse() => Aten.Call("inverse", this);
        public Tensor matrix_exp() => Aten.Call("matrix_exp", this);
        public Tensor matrix_power(int n) => Aten.Call("matrix_power", this, n);
        public Tensor cholesky(bool upper = false) => Aten.Call("cholesky", this, upper);
        public Tensor cholesky_inverse(bool upper = false) => Aten.Call("cholesky_inverse", this, upper);
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Aten.Call("cholesky_solve", this, input2, upper);
        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => Aten.Call("linalg_pinv", this, rcond, hermitian);
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.Call("tensordot", this, b, dims1, dims2);
    }
}
