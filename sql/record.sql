-- The database of the record: what is true, and what the entries only commit to. Nothing in it is
-- derived but the tiles. Log rows are added and never changed; plain personal data is in the vault
-- and nowhere else. Names are those of RFC 6962 and of the entries themselves.

-- script: record_make

-- What the file is: format, origin; on a device (src/record/device.h) also device, its name, and
-- confirmed, the size and root of the log as the main copy was last known to have it.
create table meta (
    name text not null primary key,
    value text not null
) strict;

-- The log. An entry is kept byte by byte as it was signed; leaf_index counts from 0 without gaps.
-- The same entry twice is refused by its leaf hash, which is also what revisions name each other
-- by; record_id and kind are the entry's `rec` and `kind`.
create table log (
    leaf_index integer primary key check (leaf_index >= 0),
    leaf_hash blob not null unique check (length(leaf_hash) = 32),
    record_id text not null,
    kind text not null,
    entry blob not null check (length(entry) between 1 and 65535)
) strict;
create index log_by_record on log (record_id, leaf_index);
create index log_by_kind on log (kind, leaf_index);

-- The tree over the log: how many leaves it has, and the roots of its complete subtrees from left
-- to right, 32 bytes each, from which the next append goes on. One row.
create table tree (
    one integer primary key check (one = 1),
    size integer not null check (size >= 0),
    subtrees blob not null check (length(subtrees) % 32 = 0)
) strict;

-- The vault: the disclosures of one entry in one blob, and the files that its attachments commit
-- to, each under a random name in the folder of files. What was erased has no row.
create table vault (
    leaf_index integer primary key references log (leaf_index),
    disclosures blob not null
) strict;
create table vault_file (
    leaf_index integer not null references log (leaf_index),
    attachment integer not null check (attachment >= 1),
    file_name text not null,
    primary key (leaf_index, attachment)
) strict;
create index vault_file_by_name on vault_file (file_name);

-- Private keys of users, each sealed under its passphrase, with the cost of guessing it beside it
-- (src/base/secret.h). Public keys and roles are entries; a user who was given a new key has two
-- rows. The digest of `sealed` lets damage be seen by whoever has no passphrase.
create table user_key (
    public_key blob not null primary key check (length(public_key) = 32),
    user_id text not null,
    sealed text not null,
    sealed_sha256 blob not null check (length(sealed_sha256) = 32)
) strict;
create index user_key_by_user on user_key (user_id, public_key);

-- script: record_make_waiting

-- Entries of another copy that may only stand in the log once an administrator has accepted them
-- (src/record/pull.h), in the order in which they came, with what they commit to.
create table waiting (
    place integer primary key check (place >= 0),
    leaf_hash blob not null unique check (length(leaf_hash) = 32),
    entry blob not null check (length(entry) between 1 and 65535),
    disclosures blob not null
) strict;
create table waiting_file (
    place integer not null references waiting (place),
    attachment integer not null check (attachment >= 1),
    file_name text not null,
    primary key (place, attachment)
) strict;
create index waiting_file_by_name on waiting_file (file_name);

-- script: record_make_checkpoints

-- The key that the log signs checkpoints with, sealed to those who may publish
-- (src/record/checkpoint_key.h). Its public key is a field of the investigation.
create table checkpoint_key (
    public_key blob not null primary key check (length(public_key) = 32),
    letter blob not null,
    letter_sha256 blob not null check (length(letter_sha256) = 32)
) strict;

-- Every checkpoint that was ever signed, whoever has seen it. A later one is of the same tree.
create table checkpoint (
    size integer primary key check (size >= 0),
    note blob not null
) strict;

-- The tiles of the tree (src/record/tile_table.h), so that a proof asks for a few of them and not
-- for every leaf: each as wide as the log was when they were last brought up to it. Made of the log,
-- and held against it by verify.
create table tile (
    level integer not null check (level between 0 and 7),
    tile_index integer not null check (tile_index >= 0),
    hashes blob not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
    primary key (level, tile_index)
) strict;

-- name: checkpoint_key_set
insert into checkpoint_key (public_key, letter, letter_sha256) values ($1, $2, $3)
on conflict (public_key) do update set letter = excluded.letter,
    letter_sha256 = excluded.letter_sha256;

-- name: checkpoint_keys_all
select public_key, letter, letter_sha256 from checkpoint_key order by public_key;

-- name: checkpoint_add
insert into checkpoint (size, note) values ($1, $2);

-- name: checkpoint_newest
select size, note from checkpoint where size = (select max(size) from checkpoint);

-- name: checkpoints_from
select size, note from checkpoint where size >= $1 order by size;

-- name: tile_set
insert into tile (level, tile_index, hashes) values ($1, $2, $3)
on conflict (level, tile_index) do update set hashes = excluded.hashes;

-- name: tile_hashes
select hashes from tile where level = $1 and tile_index = $2;

-- name: tile_last
-- How far the tiles go.
select tile_index, length(hashes) from tile where level = 0 order by tile_index desc limit 1;

-- name: tile_count_all
select count(*) from tile;

-- name: log_leaves_from
select leaf_hash from log where leaf_index >= $1 and leaf_index < $2 order by leaf_index;

-- name: meta_add
insert into meta (name, value) values ($1, $2);

-- name: meta_set
insert into meta (name, value) values ($1, $2)
on conflict (name) do update set value = excluded.value;

-- name: meta_value
select value from meta where name = $1;

-- name: log_append
insert into log (leaf_index, leaf_hash, record_id, entry, kind) values ($1, $2, $3, $4, $5);

-- name: log_size
-- Without gaps, so the last index says it; a count would read the whole log.
select coalesce(max(leaf_index) + 1, 0) from log;

-- name: log_entry
select leaf_hash, record_id, entry, kind from log where leaf_index = $1;

-- name: log_from
-- The log in its order, from an index on.
select leaf_index, leaf_hash, record_id, entry, kind from log where leaf_index >= $1
order by leaf_index;

-- name: log_index_of
select leaf_index from log where leaf_hash = $1;

-- name: log_of_record
-- The revisions of one record, oldest first.
select leaf_index, leaf_hash, entry from log where record_id = $1 order by leaf_index;

-- name: log_of_kind
-- The entries of one kind, oldest first.
select leaf_index, leaf_hash, entry from log where kind = $1 order by leaf_index;

-- name: log_newest_of_kind
select leaf_index, leaf_hash from log where kind = $1 order by leaf_index desc limit 1;

-- name: log_kind_from
-- Is there an entry of the kind from an index on?
select leaf_index from log where kind = $1 and leaf_index >= $2 order by leaf_index limit 1;

-- name: tree_set
insert into tree (one, size, subtrees) values (1, $1, $2)
on conflict (one) do update set size = excluded.size, subtrees = excluded.subtrees;

-- name: tree_state
select size, subtrees from tree where one = 1;

-- name: vault_add
insert into vault (leaf_index, disclosures) values ($1, $2);

-- name: vault_disclosures
select disclosures from vault where leaf_index = $1;

-- name: vault_from
select leaf_index, disclosures from vault where leaf_index >= $1 order by leaf_index;

-- name: vault_file_add
insert into vault_file (leaf_index, attachment, file_name) values ($1, $2, $3);

-- name: vault_files_of
select attachment, file_name from vault_file where leaf_index = $1 order by attachment;

-- name: vault_file_known
-- Is a file in the folder one of the vault's or of what waits, or was it left behind?
select leaf_index from vault_file where file_name = $1
union all select place from waiting_file where file_name = $1 limit 1;

-- name: waiting_add
insert into waiting (place, leaf_hash, entry, disclosures)
select coalesce(max(place) + 1, 0), $1, $2, $3 from waiting;

-- name: waiting_file_add
insert into waiting_file (place, attachment, file_name)
select place, $2, $3 from waiting where leaf_hash = $1;

-- name: waiting_after
-- The next one that waits, after a place; -1: the first.
select place, leaf_hash, entry, disclosures from waiting where place > $1 order by place limit 1;

-- name: waiting_last
select coalesce(max(place), -1) from waiting;

-- name: waiting_find
select place from waiting where leaf_hash = $1;

-- name: waiting_files_of
select attachment, file_name from waiting_file where place = $1 order by attachment;

-- name: waiting_files_remove
delete from waiting_file where place = (select place from waiting where leaf_hash = $1);

-- name: waiting_remove
delete from waiting where leaf_hash = $1;

-- name: outbox_set_aside
-- What stands in the log from an index on waits, behind what waits already; then it is taken out.
insert into waiting (place, leaf_hash, entry, disclosures)
select log.leaf_index - $1 + (select coalesce(max(place) + 1, 0) from waiting), log.leaf_hash,
    log.entry, vault.disclosures
from log left join vault on vault.leaf_index = log.leaf_index where log.leaf_index >= $1;

-- name: outbox_files_set_aside
insert into waiting_file (place, attachment, file_name)
select waiting.place, vault_file.attachment, vault_file.file_name
from vault_file join log on log.leaf_index = vault_file.leaf_index
    join waiting on waiting.leaf_hash = log.leaf_hash
where vault_file.leaf_index >= $1;

-- name: outbox_files_remove
delete from vault_file where leaf_index >= $1;

-- name: outbox_vault_remove
delete from vault where leaf_index >= $1;

-- name: outbox_remove
delete from log where leaf_index >= $1;

-- name: user_key_set
-- A key that is there already is sealed anew, under another passphrase.
insert into user_key (public_key, user_id, sealed, sealed_sha256) values ($1, $2, $3, $4)
on conflict (public_key) do update set sealed = excluded.sealed,
    sealed_sha256 = excluded.sealed_sha256;

-- name: user_keys_of
select public_key, sealed from user_key where user_id = $1 order by public_key;
