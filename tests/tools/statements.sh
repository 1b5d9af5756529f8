#!/bin/sh
# statements.sh TOOL: does the compiler of SQL (tools/statements.c) make constants of good files,
# and say file and line of bad ones without making anything?
tool=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
number=0

report() { number=$((number + 1)); echo "$1 $number - $2"; }

# refuses NAME LINE WORDS: is what stands on stdin refused there, with these words?
refuses() {
    cat > bad.sql
    rm -f out.h
    if "$tool" out.h bad.sql 2> said || [ -e out.h ] || ! grep -q "^bad.sql:$2: .*$3" said; then
        cat said >&2
        report "not ok" "$1"
    else
        report ok "$1"
    fi
}

echo 1..20
cat > good.sql <<'SQL'
-- What it is about.
-- script: things_make
create table thing (id integer); -- a comment; with a semicolon
create table other (id integer);

-- name: thing_find
-- Which one?
select id,
       'it''s -- no $9 comment; ?'
from thing where id = $2 and id > $1 and id < $2;
SQL
cat > use.c <<'C'
#include <stdio.h>
#include <store/statements.h>
int main(void) {
    for (int i = 0; i < STATEMENTS; i++)
        printf("%s|%s|%d|%d\n", STATEMENT[i]->name, STATEMENT[i]->text, STATEMENT[i]->parameters,
               STATEMENT[i]->script);
    return THING_FIND.parameters != 2;
}
C
cat > expected <<'TEXT'
things_make|create table thing (id integer); create table other (id integer);|0|1
thing_find|select id, 'it''s -- no $9 comment; ?' from thing where id = $2 and id > $1 and id < $2|2|0
TEXT
mkdir store && "$tool" store/statements.h good.sql &&
    ${CC:-cc} -I. -I"$CAIRN_SOURCE/src" -o use use.c && ./use | diff expected - >&2 &&
    report ok "a good file becomes constants" || report "not ok" "a good file becomes constants"

refuses "text before the first name" 2 "before the first" <<'SQL'
-- hello
select 1;
SQL
refuses "a second statement" 3 "more than one statement" <<'SQL'
-- name: a
select 1;
select 2;
SQL
refuses "a name that is only nearly one" 3 "begins with" <<'SQL'
-- name: a
select 1;
--name: b
select 2;
SQL
refuses "a name in capitals" 1 "small letters" <<'SQL'
-- name: A
select 1;
SQL
refuses "a name that is too long" 1 "small letters" <<'SQL'
-- name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
select 1;
SQL
refuses "a name twice" 3 "a is already in bad.sql:1" <<'SQL'
-- name: a
select 1;
-- name: a
select 2;
SQL
refuses "a block without a statement" 1 "has no statement" <<'SQL'
-- name: a
-- name: b
select 1;
SQL
refuses "no semicolon" 3 "semicolon" <<'SQL'
-- name: a
select 1;
-- name: b
select 2
SQL
refuses "a parameter left out" 1 'has \$3 but no \$2' <<'SQL'
-- name: a
select $1, $3;
SQL
refuses "a parameter without a number" 2 'a parameter is' <<'SQL'
-- name: a
select $a;
SQL
refuses "a parameter too many" 2 'a parameter is' <<'SQL'
-- name: a
select $65;
SQL
refuses "a question mark" 2 "parameters are" <<'SQL'
-- name: a
select ?;
SQL
refuses "a colon" 3 "parameters are" <<'SQL'
-- name: a
select
:a;
SQL
refuses "a parameter in a script" 2 "no parameters" <<'SQL'
-- script: a
select $1;
SQL
refuses "a quoted name" 2 "not quoted" <<'SQL'
-- name: a
select "b";
SQL
refuses "a quote without its end" 2 "not closed" <<'SQL'
-- name: a
select 'b;
';
SQL
refuses "a backslash in a text" 2 "bind it" <<'SQL'
-- name: a
select 'b\n';
SQL
refuses "a comment in the other style" 2 "begin with --" <<'SQL'
-- name: a
select /* 1 */ 2;
SQL
printf -- '-- name: a\nselect \303\244;\n' | refuses "a letter beyond ASCII" 1 "printable ASCII"
