using System.Diagnostics;
using Gan.Benchmarks;

namespace Gan.Tests.Benchmarks;

/// <summary>Whether a benchmark was alone on the machine.</summary>
[TestClass]
public sealed class MachineLoadTests
{
    [TestMethod]
    public void Idle_and_waiting_time_is_nobodys_and_guests_are_users_already()
    {
        var busy = MachineLoad.ReadMachine("cpu  100 20 30 4000 500 6 7 80 90 10");
        Assert.AreEqual(TimeSpan.FromSeconds((100 + 20 + 30 + 6 + 7 + 80) / 100.0), busy);
    }

    [TestMethod]
    public void A_process_is_called_what_it_likes()
    {
        var own = MachineLoad.ReadProcess("12 (a) b (c) R 1 2 3 4 5 6 7 8 9 10 150 50 25 75 20 0 1");
        Assert.AreEqual(TimeSpan.FromSeconds(3), own);
    }

    [TestMethod]
    public void What_others_took_is_said_where_it_is_noticeable()
    {
        var second = Stopwatch.Frequency;
        var before = new MachineLoad(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(1), 0);
        var cores = Environment.ProcessorCount;
        // Ten seconds in which this process used half of the machine, and others a fifth or a fiftieth.
        MachineLoad After(double others) =>
            new(TimeSpan.FromSeconds(100 + 10 * cores * (0.5 + others)), TimeSpan.FromSeconds(1 + 5.0 * cores), 10 * second);
        Assert.AreEqual(0.2, After(0.2).OthersSince(before)!.Value, 1e-6);
        StringAssert.Contains(After(0.2).Warning(before), "Other processes took 20");
        Assert.IsNull(After(0.02).Warning(before));
        Assert.IsNull(new MachineLoad(null, TimeSpan.Zero, 10 * second).OthersSince(before));
    }

    [TestMethod]
    public void This_machine_can_be_read()
    {
        var before = MachineLoad.Now();
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 200)
            ;
        var after = MachineLoad.Now();
        if (!OperatingSystem.IsLinux())
            Assert.IsNull(after.OthersSince(before));
        else
            Assert.IsTrue(after.OthersSince(before) is >= 0 and <= 1.1 && after.Own > before.Own);
    }
}
