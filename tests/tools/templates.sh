#!/bin/sh
# templates.sh TOOL: does the compiler of templates (tools/templates.c) say file and line of what it
# will not compile, without making anything, and do gettext's tools take what it finds to translate?
tool=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir assets && : > assets/good.js
echo 0 > count

report() {
    number=$(($(cat count) + 1))
    echo $number > count
    echo "$1 $number - $2"
}

# refuses LINE WORDS: is what stands on stdin refused there, with these words?
refuses() {
    cat > bad.html
    rm -f out.c out.h
    if "$tool" --page bad.html out.c out.h 2> said || [ -e out.c ] || [ -e out.h ] ||
        ! grep -q "^bad.html:$1: .*$2" said; then
        cat bad.html said >&2
        report "not ok" "$(head -c 60 bad.html | tr '\n' ' ')"
    else
        report ok "$(head -c 60 bad.html | tr '\n' ' ')"
    fi
}

# takes: is it compiled?
takes() {
    cat > good.html
    if "$tool" --page good.html out.c out.h 2> said; then
        report ok "$(head -c 60 good.html | tr '\n' ' ')"
    else
        cat good.html said >&2
        report "not ok" "$(head -c 60 good.html | tr '\n' ' ')"
    fi
}

# Places in which no escaping is safe.
echo '<script>var a = "{{a}}";</script>' | refuses 1 "script"
echo '<script src="{{a}}"></script>' | refuses 1 "script is one of ours"
echo '<script src="https://elsewhere/a.js"></script>' | refuses 1 "script is one of ours"
echo '<script>alert(1)</script>' | refuses 1 "no script on a page"
echo '<style>a{color: {{a}} }</style>' | refuses 1 "<style> is not for our pages"
echo '<p style="color:{{a}}"></p>' | refuses 1 "attribute style"
echo '<p style="color:red"></p>' | refuses 1 "attribute style"
printf '<p>\n\n<b onclick="{{a}}"></b></p>\n' | refuses 3 "onclick: no script"
echo '<p OnClick="a()"></p>' | refuses 1 "no script"
echo '<iframe srcdoc="{{a}}"></iframe>' | refuses 1 "<iframe> is not"
echo '<p srcdoc="{{a}}"></p>' | refuses 1 "srcdoc"
echo '<p title={{a}}></p>' | refuses 1 "double quotes"
echo "<p title='{{a}}'></p>" | refuses 1 "double quotes"
echo '<p title=a></p>' | refuses 1 "double quotes"
echo '<p{{a}}></p>' | refuses 1 "name of a tag"
echo '<p {{a}}="b"></p>' | refuses 1 "name of a tag or attribute"
echo '<p a{{a}}="b"></p>' | refuses 1 "name of a tag or attribute"
echo '<{{a}}></{{a}}>' | refuses 1 "cannot name a tag"
echo '<h{{a}}></h1>' | refuses 1 "<h> is not"
printf '<p>a</p>\n<!-- {{a}} -->\n' | refuses 2 "comment"
echo '<!-- {{#if a}} --> {{/if}}' | refuses 1 "comment"
echo '<meta http-equiv="refresh" content="0;url={{a}}">' | refuses 1 "http-equiv"
echo '<base href="{{a}}">' | refuses 1 "<base> is not"
echo '<object data="{{a}}"></object>' | refuses 1 "<object> is not"
echo '<noscript>{{a}}</noscript>' | refuses 1 "<noscript> is not"
echo '<svg><animate to="{{a}}"/></svg>' | refuses 1 "<animate> is not"
echo '<img srcset="{{a}}" alt="">' | refuses 1 "a hole in the attribute srcset"
echo '<link rel="{{a}}" href="/a">' | refuses 1 "a hole in the attribute rel"
echo '<textarea>{{!a}}</textarea>' | refuses 1 "holds only text"
echo '<p title="{{!a}}"></p>' | refuses 1 "stands in no attribute"
echo '<form method="{{a}}"></form>' | refuses 1 "a hole in the attribute method"

# Addresses.
echo '<a href="javascript:{{a}}">a</a>' | refuses 1 "begins with http"
echo '<a href="//elsewhere/">a</a>' | refuses 1 "another server"
echo '<img src="https://elsewhere/{{a}}" alt="">' | refuses 1 "another server"
echo '<form action="http://elsewhere/"></form>' | refuses 1 "another server"
echo '<a href="{{a|number}}">a</a>' | refuses 1 "a number is no address"
echo '<a href="{{#if a}}/a{{/if}}">a</a>' | refuses 1 "another place"
echo '<link rel="stylesheet" href="{{@asset missing.css}}">' | refuses 1 "there is no .*missing.css"
echo '<a href="{{@asset good.js}}">a</a>' | refuses 1 "whole of a src"

# Forms.
printf '<form method="post" action="/a">\n<p>a</p>\n</form>\n' | refuses 3 "has {{@csrf}}"
echo '<form method="POST">{{#if a}}{{@csrf}}{{/if}}</form>' | refuses 1 "another place"
echo '<form>{{@csrf}}</form>' | refuses 1 "sent by post"
echo '<form><form></form></form>' | refuses 1 "a form in a form"

# Pages that do not hang together.
echo '<p><b></p></b>' | refuses 1 "<b> is open"
printf '<div>\n<p>\n</p>' | refuses 3 "<div> is not closed"
echo '</p>' | refuses 1 "closes nothing"
echo '<div/>' | refuses 1 "would stay open"
echo '<p class="a"id="b"></p>' | refuses 1 "a space is missing"
echo '<P></P>' | refuses 1 "<P> is not"
echo '<p>a & b</p>' | refuses 1 "&amp;"
echo '<p>1 < 2</p>' | refuses 1 "&lt;"
printf '<p' | refuses 1 "no end"
printf '<p title="a' | refuses 1 "no end"
echo 'a<!doctype html>' | refuses 1 "before all else"
echo '<title><b></b></title>' | refuses 1 "holds only text"
echo '<frog></frog>' | refuses 1 "<frog> is not"
echo '{{#if a}}<p>{{/if}}</p>' | refuses 1 "another place"
printf '<p>\n{{#if a}}\n</p><p>\n{{/if}}\n</p>\n' | refuses 2 "closes what was opened"
echo '{{#each a}}<p>{{/each}}' | refuses 1 "another place"
echo '<p {{#if a}}title="{{else}}title="a"{{/if}}></p>' | refuses 1 "another place"
echo '<p{{#if a}} hidden{{/if}}title="a"></p>' | refuses 1 "a space is missing"

# Holes and blocks.
printf '\n{{a\n}}' | refuses 2 "without }}"
echo '{{}}' | refuses 1 "nothing"
echo '{{A}}' | refuses 1 "is no name"
echo '{{a|date}}' | refuses 1 "only type"
printf '<p></p>\n{{#if a}}\n<p></p>\n' | refuses 2 "has no {{/if}}"
printf '{{#each a}}\n{{/if}}\n' | refuses 2 "{{/each}} is missing"
echo '{{else}}' | refuses 1 "without a block"
echo '{{#if a}}{{else}}{{else}}{{/if}}' | refuses 1 "second {{else}}"
printf '{{a}}\n{{a|number}}\n' | refuses 2 "something else in line 1"
printf '{{a}}\n{{#each a}}{{/each}}\n' | refuses 2 "something else"
echo '{{../a}}' | refuses 1 "nothing further out"
echo '{{>missing a}}' | refuses 1 "there is no .*missing.html"
echo '{{>part}}' | refuses 1 "a part is"
echo '{{@frog}}' | refuses 1 "is nothing"
printf '<p></p>\n{{@layout frame}}\n' | refuses 2 "before everything else"
echo '{{#if a}}{{@content}}{{/if}}' | refuses 1 "in a block"
printf '{{@content}}\n{{@content}}\n' | refuses 2 "second {{@content}}"
echo '{{_  }}' | refuses 1 "empty text"
echo '{{_ one || two}}' | refuses 1 "counts something"
echo '{{_ {a }}' | refuses 1 "without its"
echo '<a href="{{_ text}}">a</a>' | refuses 1 "a text in the attribute href"
printf '<p>\n\001</p>' | refuses 2 "control character"
printf '<p>\n\377</p>' | refuses 2 "not UTF-8"

# What is fine.
echo '<option value="{{a}}"{{#if b}} selected{{/if}}>{{c}}</option>' | takes
echo '<option{{#if b}} selected{{/if}}>{{c}}</option>' | takes
echo '<a href="{{#if a}}{{a}}{{else}}/b{{/if}}">{{a}}</a>' | takes
echo '<form method="post" action="/a/{{a}}">{{@csrf}}<button>{{_ Save}}</button></form>' | takes
echo '<script src="{{@asset good.js}}"></script>' | takes
echo '<svg viewBox="0 0 1 1"><title>{{a}}</title><path d="{{b}}"/></svg>' | takes
echo '{{#each a}}{{#each b}}{{c}}{{../d}}{{../../e}}{{/each}}{{else}}{{_ None}}{{/each}}' | takes

# Translations: the tools of gettext take the texts, and bad translations are refused.
cat > texts.html <<'HTML'
<p title="{{_ A title}}">{{_ {a|number} body of {b} || {a|number} bodies of {b}}}</p>
HTML
if "$tool" --texts out.pot texts.html && grep -q '^msgid_plural "{a} bodies of {b}"$' out.pot &&
    { ! command -v msgfmt > /dev/null || msgfmt -o out.mo out.pot; }; then
    report ok "texts are found"
else
    report "not ok" "texts are found"
fi

# translates LINE WORDS: is the translation on stdin refused?
translates() {
    { printf 'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=0;\\n"\n\n'; cat; } > bad.po
    if "$tool" --messages MESSAGES out.c bad.po texts.html 2> said ||
        ! grep -q "^bad.po:$1: .*$2" said; then
        cat bad.po said >&2
        report "not ok" "$2"
    else
        report ok "$2"
    fi
}
printf 'msgid "{a} of"\nmsgstr "{b} of"\n' | translates 4 "other {holes}"
printf 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "a"\nmsgstr[1] "a"\n' | translates 4 "number of msgstr"
printf 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n' | translates 7 "there before"
printf 'msgctxt "a"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "a"\n' | translates 4 "does not count"
printf 'msgctxt "a"\nmsgstr "b"\n' | translates 4 "without msgid"
printf 'msgctxt "a"\nmsgid "a"\nmsgstr "b"\n\nmsgctxt "a"\nmsgid "a"\nmsgstr "c"\n' |
    translates 8 "there before"
printf 'msgid "a\nmsgstr "b"\n' | translates 4 "double quotes"
echo "1..$(cat count)"
