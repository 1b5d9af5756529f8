#!/bin/sh
# Is every source, declaration, test, fuzz target and bench on disk in the list of its meson.build? A file that
# is in no list is neither built nor run, and nobody would notice.
cd "$(dirname "$0")/../.." || exit 1
fault() { echo "$1 is not in the list of $2" >&2; word="not ok"; }

# listed NAME LIST: does NAME stand in that meson.build, in quotes?
listed() { grep -q "'$1'" "$2"; }

echo 1..2
word=ok
for file in src/*/*.c schema/*.schema; do
    listed "$(basename "$file")" "$(dirname "$file")/meson.build" ||
        fault "$file" "$(dirname "$file")/meson.build"
done
echo "$word 1 - every source and declaration is built"

word=ok
for file in tests/*/*.c fuzz/fuzz_*.c bench/bench_*.c; do
    [ -e "$file" ] || continue
    name=$(basename "$file" .c)
    case $file in
    tests/structure/*) continue ;;
    tests/*/test_*) listed "${name#test_}" tests/meson.build || fault "$file" tests/meson.build ;;
    tests/*) listed "$name.c" tests/meson.build || fault "$file" tests/meson.build ;;
    fuzz/*) listed "${name#fuzz_}" fuzz/meson.build || fault "$file" fuzz/meson.build
        [ -d "fuzz/corpus/${name#fuzz_}" ] || fault fuzz/corpus/${name#fuzz_} "saved inputs" ;;
    bench/*) listed "${name#bench_}" meson.build || fault "$file" meson.build ;;
    esac
done
echo "$word 2 - every test, fuzz target and bench is built"
