#!/usr/bin/env bash
# Builds everything and runs all tests.
#
#   ./test.sh [ARGUMENT...]      arguments go to `dotnet test`, for example --filter Onnx
#
# The last line is `N passed, N failed, N skipped`; the exit code is that of `dotnet test`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly results=artifacts/test-results

# Adds up what the result files say: every test that ran and did not pass has failed.
count_tests() {
    local files=("$results"/*.trx)
    [[ -f ${files[0]} ]] || return 0
    grep -ohE '<Counters [^>]*' "${files[@]}" | awk '
        function number(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH) + 0 : 0 }
        { total += number("total"); executed += number("executed"); passed += number("passed") }
        END { print passed + 0, executed - passed, total - executed }'
}

rm -rf "$results"
status=0
dotnet test Gan.sln -c Release --nologo --logger trx --results-directory "$results" "$@" </dev/null || status=$?

read -r passed failed skipped < <(count_tests; echo '0 0 0')
if ((status != 0 && failed == 0)); then
    echo 'No test failed, but the build or the test run did; it counts as one failure.'
    failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
