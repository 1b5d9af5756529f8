-- The tables that are made from the record, and nothing but what is made from it: a file in memory.
-- Beside these there is one table a kind, whose columns its declaration gives (src/record/tables.h).
-- Only replay writes here.

-- script: tables_make

-- What the tables were made of: so many entries of the log, the last of which had this leaf hash,
-- by a program with these declarations. One row.
create table if not exists made_of (
    one integer primary key check (one = 1),
    size integer not null check (size >= 0),
    last_leaf blob not null,
    declarations blob not null
) strict;

-- Every newest revision of every record: where it stands in the log, what kind it is, and what
-- people call it, if they call it something.
create table if not exists head (
    leaf_index integer primary key,
    rec text not null,
    kind text not null,
    code text
) strict;
create index if not exists head_by_rec on head (rec, leaf_index);
create index if not exists head_by_code on head (code, leaf_index);

-- Which newest revisions refer to a record, and in which field: who refers to it, without looking
-- through all of them.
create table if not exists mention (
    target text not null,
    leaf_index integer not null,
    field text not null,
    primary key (target, leaf_index, field)
) without rowid, strict;
create index if not exists mention_by_index on mention (leaf_index);

-- Entries of which something could not be put into the tables, and why.
create table if not exists left_out (
    leaf_index integer primary key,
    why text not null
) strict;

-- script: words_make
-- The words of newest revisions, folded, and those of names also by their sound, so that what stands
-- in none of them need not be looked at. Made when somebody searches, of all heads before `size`;
-- those of revisions that hold no more stay until all is made again. (Full text search is SQLite's
-- own, FTS5: https://sqlite.org/fts5.html.)
create virtual table if not exists words using fts5 (
    text, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 0'
);
create table if not exists words_made (
    one integer primary key check (one = 1),
    size integer not null check (size >= 0)
) strict;

-- script: words_drop
drop table if exists words;
drop table if exists words_made;

-- script: tables_index
-- Kinds' tables have their columns from declarations; what is looked up in them by something else
-- than an identifier or a code is said here.
create index if not exists persons_by_family on persons (family, role);
create index if not exists confirmations_by_proposal on confirmations (proposal);
create index if not exists media_by_sha256 on media (sha256);
create index if not exists refusals_by_proposal on refusals (proposal);
create index if not exists revocations_by_confirmation on revocations (confirmation);

-- script: tables_drop
drop table if exists made_of;
drop table if exists head;
drop table if exists mention;
drop table if exists left_out;

-- name: made_of_set
insert into made_of (one, size, last_leaf, declarations) values (1, $1, $2, $3)
on conflict (one) do update set size = excluded.size, last_leaf = excluded.last_leaf,
    declarations = excluded.declarations;

-- name: made_of_grow
update made_of set size = $1, last_leaf = $2 where one = 1;

-- name: made_of_state
select size, last_leaf, declarations from made_of where one = 1;

-- name: head_add
insert into head (leaf_index, rec, kind, code) values ($1, $2, $3, $4);

-- name: head_remove
delete from head where leaf_index = $1;

-- name: head_at
select rec, kind, code from head where leaf_index = $1;

-- name: heads_of_record
select leaf_index, kind, code from head where rec = $1 order by leaf_index;

-- name: heads_by_code
select leaf_index, rec, kind from head where code = $1 order by leaf_index;

-- name: heads_all
select leaf_index, rec, kind, code from head order by leaf_index;

-- name: words_add
insert into words (rowid, text) values ($1, $2);

-- name: words_made_set
insert into words_made (one, size) values (1, $1)
on conflict (one) do update set size = excluded.size;

-- name: words_made_size
select size from words_made where one = 1;

-- name: words_match_all
-- The newest revisions in which words stand, as FTS5 has it.
select head.leaf_index, head.kind from words join head on head.leaf_index = words.rowid
where words match $1 order by words.rowid;

-- name: heads_from
select leaf_index, kind from head where leaf_index >= $1 order by leaf_index;

-- name: mention_add
insert into mention (target, leaf_index, field) values ($1, $2, $3)
on conflict (target, leaf_index, field) do nothing;

-- name: mentions_remove
delete from mention where leaf_index = $1;

-- name: mentions_of
-- The newest revisions that refer to a record, and in which field.
select mention.leaf_index, mention.field, head.rec, head.kind, head.code
from mention join head on head.leaf_index = mention.leaf_index
where mention.target = $1 order by mention.leaf_index, mention.field;

-- name: mentions_all
select leaf_index, target, field from mention order by leaf_index, target, field;

-- name: heads_before
-- The newest revisions before an index, those that were appended last first.
select leaf_index, rec, kind, code from head where leaf_index < $1 order by leaf_index desc;

-- name: left_out_add
insert into left_out (leaf_index, why) values ($1, $2)
on conflict (leaf_index) do update set why = excluded.why;

-- name: left_out_remove
delete from left_out where leaf_index = $1;

-- name: left_out_all
select leaf_index, why from left_out order by leaf_index;
