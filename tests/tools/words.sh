#!/bin/sh
# words.sh TOOL: does the compiler of lists of words (tools/words.c) make sorted tables of good files,
# and say file and line of bad ones without making anything?
tool=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
number=0

report() { number=$((number + 1)); echo "$1 $number - $2"; }

# refuses NAME LINE WORDS: is what stands on stdin refused there, with these words?
refuses() {
    cat > bad.words
    rm -f out.c
    if "$tool" out.c a/b.h bad.words 2> said || [ -e out.c ] ||
        ! grep -q "^bad.words:$2: .*$3" said; then
        cat said >&2
        report "not ok" "$1"
    else
        report ok "$1"
    fi
}

echo 1..6
cat > good.words <<'WORDS'
# What it is for.
[two words]
  b
a …
… c "d" …

[zone]
est = -300
WORDS
cat > expected <<'TABLE'
#include "a/b.h"

const struct words WORDS_TWO_WORDS = {3, (const struct word[]){
    {"a", 1, 1},
    {"b", 1, 0},
    {"c \042d\042", 5, 3},
}};

const struct words WORDS_ZONE = {1, (const struct word[]){
    {"est", 3, -300},
}};
TABLE
if "$tool" out.c a/b.h good.words && cmp out.c expected >&2; then
    report ok "lists become sorted tables"
else
    report "not ok" "lists become sorted tables"
fi
refuses "a word before any list" 1 "before any list" <<'WORDS'
a
WORDS
refuses "a word that stands twice" 4 "twice in A" <<'WORDS'
[a]
x
y
x …
WORDS
refuses "a list that stands twice" 3 "stands here twice" <<'WORDS'
[a]
x
[a]
WORDS
refuses "a list without its end" 1 "begins with" <<'WORDS'
[a
x
WORDS
refuses "a number that is none" 2 "no whole number" <<'WORDS'
[a]
x = y
WORDS
