#!/usr/bin/env bash
# Makes a site of docs/ and of the libraries' XML documentation in artifacts/site. Needs no network once tools are restored.
#   eng/site.sh            builds the libraries first
#   eng/site.sh --serve    and shows it at http://localhost:8080
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build Gan.Cli -c Release -v q --nologo
dotnet tool restore > /dev/null
rm -rf artifacts/site artifacts/site-api
dotnet docfx metadata docfx.json --logLevel warning --warningsAsErrors
dotnet docfx build docfx.json --logLevel warning --warningsAsErrors
echo "site: artifacts/site/index.html"
if [[ "${1:-}" == "--serve" ]]; then dotnet docfx serve artifacts/site; fi
