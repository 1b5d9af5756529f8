#!/bin/sh
# Do the #include "..." lines of src/ keep to rooms.txt, and does what they name exist?
# Before it is believed, the test must find every fault planted in fixture/, and nothing else.
here=$(cd "$(dirname "$0")" && pwd)

# check SOURCES TABLE: one line FILE:LINE: FAULT each; the status says whether there was none.
check() (
    cd "$1" || exit 1
    find . -name '*.[ch]' -o -name '*.inc' | sed 's|^\./||' | LC_ALL=C sort | xargs awk '
        NR == FNR {
            sub(/#.*/, "")
            if (split($0, part, ":") < 2) next
            gsub(/ /, "", part[1])
            n = split(part[2], word, " ")
            if (part[1] == "made") { for (i = 1; i <= n; i++) made[word[i]] = 1; next }
            known[part[1]] = may[part[1], part[1]] = 1
            for (i = 1; i <= n; i++) may[part[1], word[i]] = 1
            next
        }
        FNR == 1 {
            if (split(FILENAME, part, "/") > 1) room = part[1]
            else { room = FILENAME; sub(/\..*/, "", room) }
            if (!known[room]) say("the room " room " is not in rooms.txt")
        }
        /^[ \t]*#[ \t]*include[ \t]*"/ {
            split($0, part, "\"")
            path = part[2]
            if (!is_made(path) && (getline rest < path) < 0) { say("\"" path "\" does not exist in src/"); next }
            close(path)
            if (split(path, part, "/") < 2) { say("\"" path "\" is in no room"); next }
            if (!may[room, part[1]]) say(room " may not include " part[1] ": \"" path "\"")
        }
        # A star at the end of a made name stands for anything.
        function is_made(path,   name) {
            for (name in made)
                if (name == path || (name ~ /\*$/ &&
                    substr(path, 1, length(name) - 1) == substr(name, 1, length(name) - 1))) return 1
            return 0
        }
        function say(what) { print FILENAME ":" FNR ": " what; faults = 1 }
        END { exit faults }' "$2"
)

echo 1..2
if check "$here/fixture" "$here/rooms.txt" | cmp -s - "$here/fixture.expected"; then
    echo "ok 1 - faults planted in a small tree are found"
else
    echo "not ok 1 - faults planted in a small tree are found"
    check "$here/fixture" "$here/rooms.txt" | diff "$here/fixture.expected" - >&2
fi
if check "$here/../../src" "$here/rooms.txt" >&2; then
    echo "ok 2 - every include of src/ is allowed and exists"
else
    echo "not ok 2 - every include of src/ is allowed and exists"
fi
