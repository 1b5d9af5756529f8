#!/bin/sh
# browser.sh: runs browser.mjs, the pages in a real browser, where node, what npm installs and a
# chromium are there.
cd "$CAIRN_SOURCE/tests" || exit 1
for path in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    [ -x "$path" ] && export CAIRN_CHROMIUM="${CAIRN_CHROMIUM:-$path}"
done
missing=
command -v node > /dev/null || missing=node
[ -r node_modules/playwright-core/package.json ] || missing="${missing:-playwright-core of npm}"
[ -n "$CAIRN_CHROMIUM" ] || missing="${missing:-chromium}"
if [ -n "$missing" ]; then
    echo "*** SKIPPED: $missing is not installed: no page was opened in a browser; install node," \
        "npm and chromium, then: make deps" >&2
    echo 1..1
    echo "ok 1 - # SKIP $missing is not installed"
    exit 0
fi
exec node web/browser.mjs "$@"
