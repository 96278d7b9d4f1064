// Serves digits over HTTP from a trained bundle: GET /digits/7 answers the digit of seed 7 and its anomaly score, as JSON.
//
//   dotnet run -c Release --project samples/SampleService -- models/digits-dcgan --urls http://localhost:5005
using SampleService;

var folder = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "models/digits-dcgan";
Service.Build(folder, [.. args.Where(argument => argument != folder)]).Run();
