namespace Gan.Training.Data;

/// <summary>A file of a published data set.</summary>
/// <param name="Name">What it is called on the disk.</param>
/// <param name="Address">Where it is published.</param>
/// <param name="Md5">Its published MD5 checksum, in lower-case hexadecimal digits.</param>
public sealed record DownloadFile(string Name, Uri Address, string Md5);
