#!/usr/bin/env bash
# Reads every file of a folder of broken and strange workbooks, each by a check of its own, and tells what ended otherwise than a check may:
# by a signal, after more than 30 seconds, or with a code that is no verdict. The public suites (of calamine, openpyxl, Apache POI,
# LibreOffice and the like) stay outside of this repository:
#
#     TONGBAO_TORTURE=<folder> tests/torture.sh
#
# Without the variable it does nothing. TONGBAO names the program, else the one that cargo has built is taken.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${TONGBAO_TORTURE:-}" ]; then
    echo "skipped: TONGBAO_TORTURE names no folder"
    exit 0
fi
program="${TONGBAO:-${CARGO_TARGET_DIR:-target}/release/tongbao}"
declare -A ended
wrong=0
while IFS= read -r -d '' file; do
    code=0
    timeout --signal=KILL 30 "$program" check "$file" --templates report_templates --as-of 2026-01-20 --format json >/dev/null 2>&1 || code=$?
    ended[$code]=$((${ended[$code]:-0} + 1))
    # 0: nothing found; 3: something to act on.
    if [ "$code" -ne 0 ] && [ "$code" -ne 3 ]; then
        echo "ended with $code: $file"
        wrong=$((wrong + 1))
    fi
done < <(find "$TONGBAO_TORTURE" -type f -print0 | sort -z)
for code in "${!ended[@]}"; do
    echo "code $code: ${ended[$code]} files"
done
[ "$wrong" -eq 0 ]
