#!/bin/sh
# say_compile.sh TOOL: does the compiler of language rules (tools/say_compile.c) make tables of good
# files, and say file and line of bad ones without making anything?
tool=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
number=0

report() { number=$((number + 1)); echo "$1 $number - $2"; }

# refuses NAME LINE WORDS: is what stands on stdin refused there, with these words?
refuses() {
    cat > en.rules
    rm -f out.c
    if "$tool" out.c en.rules 2> said || [ -e out.c ] || ! grep -q "^en.rules:$2: .*$3" said; then
        cat said >&2
        report "not ok" "$1"
    else
        report ok "$1"
    fi
}

# has NAME WORDS: do the tables of en.rules have this line?
has() {
    if grep -qF "$2" out.c; then report ok "$1"; else report "not ok" "$1"; fi
}

echo 1..14
cat > en.rules <<'RULES'
[endings]
past = d s - # a comment
[cue says report]
announce~past let_it_be_known
[number]
seven = 7
[party Spain]
madrid
RULES
"$tool" out.c en.rules || report "not ok" "a good file"
has "a stem with its endings" '{"announced", '
has "the ending that is none" '{"announce", '
has "several words" '{"let it be known", '
has "a value" ', 0, 7, "seven"}'
has "a party is called by its name" '"Spain"}'

refuses "a class that there is not" 1 "no class of words" <<'RULES'
[verbs]
RULES
refuses "a frame that there is not" 2 "is none of" <<'RULES'

[cue sings]
RULES
refuses "a set that there is not" 2 "no set of endings" <<'RULES'
[title he]
mayor~m
RULES
refuses "a capital" 2 "capital" <<'RULES'
[title he]
Mayor
RULES
refuses "a value that is missing" 2 "has a value" <<'RULES'
[number]
seven
RULES
refuses "a value too much" 2 "no value" <<'RULES'
[title he]
mayor = 3
RULES
refuses "a word without a head" 1 "no head" <<'RULES'
mayor
RULES
refuses "a tab" 2 "tab" <<'RULES'
[title he]
mayor	chief
RULES

cp en.rules english.rules
if "$tool" out.c english.rules 2> said || ! grep -q 'called after a language' said; then
    report "not ok" "a file that is not called after a language"
else
    report ok "a file that is not called after a language"
fi
