#!/bin/sh
# Does every header of src/ compile alone, under the strict flags, with each compiler that is here?
src=$(cd "$(dirname "$0")/../../src" && pwd)
flags="-std=gnu17 -fsyntax-only -Wall -Wextra -Wshadow -Wstrict-prototypes -Wvla -Wconversion
    -Wno-sign-conversion -Wwrite-strings -Werror"
number=0
echo 1..3

# compiles COMPILER FILE: is it well-formed by itself?
compiles() { "$1" $flags -I"$src" -include "$2" -x c /dev/null; }

number=1
if printf 'struct a *make(size_t n);\n' > "${TMPDIR:-/tmp}/cairn_header_$$.h" &&
    ! compiles "${CC:-cc}" "${TMPDIR:-/tmp}/cairn_header_$$.h" 2> /dev/null; then
    echo "ok 1 - a header that needs another is found out"
else
    echo "not ok 1 - a header that needs another is found out"
fi
rm -f "${TMPDIR:-/tmp}/cairn_header_$$.h"

for compiler in gcc clang; do
    number=$((number + 1))
    if ! command -v $compiler > /dev/null; then
        echo "SKIPPED: $compiler is not installed; headers not tried with it" >&2
        echo "ok $number - # SKIP $compiler is not installed"
        continue
    fi
    word=ok
    for header in $(cd "$src" && find . -name '*.h' | sed 's|^\./||' | LC_ALL=C sort); do
        compiles $compiler "$src/$header" >&2 || word="not ok"
    done
    echo "$word $number - every header compiles alone with $compiler"
done
