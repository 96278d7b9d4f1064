using Gan.Benchmarks.Training;

namespace Gan.Tests.Benchmarks;

[TestClass]
public sealed class StepFloorTests
{
    private static readonly StepFloor Nothing = new("", 0, 0, 0, 0);

    [TestMethod]
    public void Convolutions_are_added_up_in_each_form_that_oneDNN_has_printed()
    {
        var sum = Nothing
            .Add("onednn_verbose,exec,cpu,convolution,brgconv:avx512_core,forward_training,src_f32:a,,,mb64_ic3oc32,0.5")
            .Add("onednn_verbose,primitive,exec,cpu,deconvolution,jit:avx2,backward_weights,src_f32:a,,,mb64_ic3oc32,0.25")
            .Add("onednn_verbose,v1,primitive,exec,cpu,convolution,jit:avx2,backward_data,src_f32:a,,,mb64_ic3oc32,1e-2");
        Assert.AreEqual(0.76, sum.Convolutions, 1e-12);
        Assert.AreEqual(0.76, sum.Floor, 1e-12);
        Assert.AreEqual(0, sum.Other);
    }

    [TestMethod]
    public void Products_are_of_both_libraries_and_in_any_unit()
    {
        var sum = Nothing
            .Add("onednn_verbose,exec,cpu,matmul,gemm:jit,undef,src_f32:a,,,64x128:128x1,0.125")
            .Add("MKL_VERBOSE SGEMM(N,T,256,64,128,0x7ffd,0x55,256,0x55,128,0x7ffd,0x55,256) 12.50us CNR:OFF Dyn:1 FastMM:1")
            .Add("MKL_VERBOSE SGEMM_BATCH_STRIDED(N,N,1,1,1,0x7,0x5,1,1,0x5,1,1,0x7,0x5,1,1,1) 1.5ms CNR:OFF Dyn:1 FastMM:1")
            .Add("MKL_VERBOSE SAXPY(64,0x7ffd,0x55,1,0x55,1) 3.00ms CNR:OFF Dyn:1 FastMM:1 TID:0  NThr:1");
        Assert.AreEqual(0.125 + 0.0125 + 1.5, sum.Products, 1e-12);
    }

    [TestMethod]
    public void What_else_oneDNN_does_is_told_apart_and_other_lines_say_nothing()
    {
        var sum = Nothing
            .Add("onednn_verbose,info,oneDNN v3.7.1 (commit abc)")
            .Add("onednn_verbose,primitive,info,template:operation,engine,primitive,implementation,exec_time")
            .Add("onednn_verbose,exec,cpu,reorder,jit:uni,undef,src_f32:a dst_f32:b,,,64x3x32x32,0.5")
            .Add("MKL_VERBOSE oneMKL 2024.0 Product build 20231011 for Intel(R) 64 architecture")
            .Add(StepFloor.Line(TimeSpan.FromMilliseconds(1234.5)))
            .Add("");
        Assert.AreEqual(new StepFloor("", 1234.5, 0, 0, 0.5), sum);
    }

    [TestMethod]
    public void A_step_is_what_many_took_more_than_few()
    {
        var many = new StepFloor("", 500, 100, 40, 10);
        var few = new StepFloor("", 0, 20, 8, 2);
        var step = StepFloor.Median("dcgan", [many.Less(few, 20)], [7.5]);
        Assert.AreEqual(new StepFloor("dcgan", 7.5, 4, 1.6, 0.4), step);
        Assert.AreEqual("dcgan: 7.5 ms = 4.0 + 1.6 + 0.4 + 1.5; 1.34 times the floor", step.ToString());
    }
}
