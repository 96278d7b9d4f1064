using System.IO.Compression;
using System.Text;
using Gan.MLNet.Persistence;

namespace Gan.Tests.MLNet;

/// <summary>Damages saved models.</summary>
internal static class ModelZip
{
    /// <summary>Rewrites the entry whose name ends in <paramref name="suffix"/> and which holds
    /// <paramref name="text"/>.</summary>
    public static void Rewrite(string path, string suffix, Func<byte[], byte[]> change, string text = "")
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        int changed = 0;
        foreach (ZipArchiveEntry entry in zip.Entries.ToArray())
        {
            if (!entry.FullName.Replace('\\', '/').EndsWith(suffix, StringComparison.Ordinal))
                continue;
            var content = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(content);
            if (content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) < 0)
                continue;
            content = change(content);
            stream.Position = 0;
            stream.SetLength(0);
            stream.Write(content);
            changed++;
        }

        Assert.AreEqual(1, changed, "entries with this name");
    }

    /// <summary>Makes a part's header say that a later version wrote it.</summary>
    public static void RaiseVersion(string path, ModelIdentity identity) =>
        SetVersion(path, identity, identity.Version + 0x00010000);

    /// <summary>Makes a part's header say that another version wrote it.</summary>
    public static void SetVersion(string path, ModelIdentity identity, uint version)
    {
        byte[] later = BitConverter.GetBytes(version);
        Rewrite(
            path,
            "Model.key",
            bytes =>
            {
                // The header holds the version twice, behind the signature: written with, readable by.
                int at =
                    bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(identity.ModelSignature)) + identity.ModelSignature.Length;
                Assert.AreEqual(identity.Version, BitConverter.ToUInt32(bytes, at));
                later.CopyTo(bytes, at);
                later.CopyTo(bytes, at + later.Length);
                return bytes;
            },
            identity.ModelSignature
        );
    }
}
