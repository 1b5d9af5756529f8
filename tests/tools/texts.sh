#!/bin/sh
# texts.sh BUILD: does po/ have every text of pages, declarations and sources, and a translation of each?
build=$1
cd "$CAIRN_SOURCE" || exit 1
echo 1..2
if ! command -v xgettext > /dev/null; then
    echo "SKIPPED: gettext is not installed" >&2
    echo "ok 1 - # SKIP gettext is not installed"
    echo "ok 2 - # SKIP gettext is not installed"
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
word=ok
if tools/texts "$build" "$folder" >&2; then
    for file in po/*.po; do
        # Only what is said matters here, not how lines are broken.
        msgattrib --no-wrap --sort-output "$file" > "$folder/before"
        msgattrib --no-wrap --sort-output "$folder/$(basename "$file")" | diff "$folder/before" - >&2 ||
            word="not ok"
    done
else
    word="not ok"
fi
echo "$word 1 - po/ has the texts that there are (tools/texts brings it up to date)"
word=ok
for file in po/*.po; do
    msgfmt --check-format --output-file=/dev/null "$file" >&2 || word="not ok"
    msgattrib --untranslated --no-wrap "$file" | grep '^msgid "..*"' >&2 && word="not ok"
done
echo "$word 2 - every text is translated"
