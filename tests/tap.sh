#!/bin/sh
# Runs one test program (tap.sh PROGRAM [ARGUMENT...]), shows what it says, and notes
# "passed failed skipped" of its single cases for `make check` in the folder $CAIRN_RESULTS.
# A program that dies leaves the cases that it had announced and not reported as failed.
name=$(basename "$1")
results=${CAIRN_RESULTS:-$(mktemp -d)}
mkdir -p "$results"
echo "0 1 0" > "$results/$name.count"

CMOCKA_MESSAGE_OUTPUT=TAP "$@" > "$results/$name.out" 2> "$results/$name.err"
status=$?
cat "$results/$name.out"
cat "$results/$name.err" >&2

awk -v status="$status" '
    /^1\.\.[0-9]+/ { split($0, plan, /\.\./); planned += plan[2] }
    /^ok .*# *SKIP/ { skipped++; next }
    /^ok / { passed++ }
    /^not ok .*# *SKIP/ { skipped++; next }
    /^not ok / { failed++ }
    END {
        missing = planned - passed - failed - skipped
        if (missing > 0) failed += missing
        if ((status != 0 || planned == 0) && !failed) failed = 1
        print passed + 0, failed + 0, skipped + 0
    }' "$results/$name.out" > "$results/$name.count"
read -r passed failed skipped < "$results/$name.count"
[ "$failed" -eq 0 ]
