#!/usr/bin/env bash
# Trains two GANs on the built-in digits, uses them from ML.NET and writes a report.
# Arguments go to `gan quickstart`; --help lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet build Gan.Cli -c Release --nologo -v quiet
echo "The build took ${SECONDS} s."
exec dotnet run -c Release --no-build --project Gan.Cli -- quickstart "$@"
