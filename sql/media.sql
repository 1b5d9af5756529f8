-- Photographs and scans, and what they show. Kinds' tables are those of src/record/tables.h.

-- name: media_of_digest
-- Records of a file with these bytes.
select rec from media where sha256 = $1 order by leaf_index;

-- name: media_count
select count(*) from media;

-- name: media_from
-- All, those that were recorded last first. $1: how many, $2: from which on.
select leaf_index, rec, number, media_type, view, caption from media
order by leaf_index desc limit $1 offset $2;

-- name: media_about_count
-- What shows a record, and what the record names itself.
select count(*) from media where leaf_index in (
    select leaf_index from mention where target = $1 and field = 'subjects'
    union
    select shown.leaf_index from head join mention on mention.leaf_index = head.leaf_index
    join head as shown on shown.rec = mention.target where head.rec = $1 and shown.kind = 'media');

-- name: media_about
-- The same, those that were recorded first before others. $2: how many, $3: from which on.
select leaf_index, rec, number, media_type, view, caption from media where leaf_index in (
    select leaf_index from mention where target = $1 and field = 'subjects'
    union
    select shown.leaf_index from head join mention on mention.leaf_index = head.leaf_index
    join head as shown on shown.rec = mention.target where head.rec = $1 and shown.kind = 'media')
order by leaf_index limit $2 offset $3;

-- name: media_shows
-- The kinds of what is to be seen on it, of the revision $1; a person's when a person names it.
select head.kind from mention join head on head.rec = mention.target
where mention.leaf_index = $1 and mention.field = 'subjects'
union
select naming.kind from head join mention on mention.target = head.rec
join head as naming on naming.leaf_index = mention.leaf_index
where head.leaf_index = $1 and naming.kind = 'person';
