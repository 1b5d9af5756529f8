-- The whole log, row by row as it is stored: for replay, which makes tables of it, and for verify,
-- which trusts nothing in it. Texts are asked for as bytes, since in a damaged file they may hold
-- anything.

-- name: log_rows
select leaf_index, leaf_hash, cast(record_id as blob), cast(kind as blob), entry, null
from log where leaf_index >= $1 order by leaf_index;

-- name: log_with_vault
select log.leaf_index, leaf_hash, cast(record_id as blob), cast(kind as blob), entry, disclosures
from log left join vault on vault.leaf_index = log.leaf_index
where log.leaf_index >= $1 order by log.leaf_index;

-- name: vault_strays
-- Disclosures and files of entries that are not there.
select leaf_index from vault where leaf_index not in (select leaf_index from log)
union select leaf_index from vault_file where leaf_index not in (select leaf_index from log)
order by leaf_index;

-- name: user_keys_all
select public_key, cast(user_id as blob), cast(sealed as blob), sealed_sha256 from user_key
order by public_key;
