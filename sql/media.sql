-- Photographs and scans, and what they show. Kinds' tables are those of src/record/tables.h.

-- name: media_of_digest
-- Records of a file with these bytes.
select rec from media where sha256 = $1 order by leaf_index;

-- name: media_count_all
select count(*) from media;

-- name: media_from_all
-- All, those that were recorded last first. $1: how many, $2: from which on.
select leaf_index, rec, number, media_type, view, caption from media
order by leaf_index desc limit $1 offset $2;

-- name: media_about_count
-- What shows a record, and what the record names itself.
select count(*) from media where leaf_index in (
    select leaf_index from mention where target = $1 and field = 'subjects'
    union all
    select shown.leaf_index from head join mention on mention.leaf_index = head.leaf_index
    join head as shown on shown.rec = mention.target where head.rec = $1 and shown.kind = 'media');

-- name: media_about
-- The same, those that were recorded first before others. $2: how many, $3: from which on.
select leaf_index, rec, number, media_type, view, caption from media where leaf_index in (
    select leaf_index from mention where target = $1 and field = 'subjects'
    union all
    select shown.leaf_index from head join mention on mention.leaf_index = head.leaf_index
    join head as shown on shown.rec = mention.target where head.rec = $1 and shown.kind = 'media')
order by leaf_index limit $2 offset $3;

-- name: media_refused
-- Has the family refused that it is shown, by any version of the record of the entry $1, or of the
-- picture that it was made from?
select media.leaf_index from head as own join head as version on version.rec = own.rec
join media on media.leaf_index = version.leaf_index
where own.leaf_index = $1 and media.family_consent = 'refused'
union all
select media.leaf_index from head as own join head as version on version.rec = own.rec
join mention as origin on origin.leaf_index = version.leaf_index
join head as original on original.rec = origin.target
join media on media.leaf_index = original.leaf_index
where own.leaf_index = $1 and origin.field = 'derived_from' and media.family_consent = 'refused';

-- name: media_shows
-- The kinds of what is to be seen on it, by all versions of the record of the entry $1: of its
-- subjects, of those of the picture that it was made from, and of what names it. What a subject is
-- that is not in the record yet nobody knows: it may be a person.
select head.kind from head as own join head as version on version.rec = own.rec
join mention on mention.leaf_index = version.leaf_index join head on head.rec = mention.target
where own.leaf_index = $1 and mention.field = 'subjects'
union all
select head.kind from head as own join head as version on version.rec = own.rec
join mention as origin on origin.leaf_index = version.leaf_index
join head as original on original.rec = origin.target
join mention on mention.leaf_index = original.leaf_index join head on head.rec = mention.target
where own.leaf_index = $1 and origin.field = 'derived_from' and mention.field = 'subjects'
union all
select naming.kind from head as own join mention on mention.target = own.rec
join head as naming on naming.leaf_index = mention.leaf_index
where own.leaf_index = $1
union all
select 'person' from head as own join head as version on version.rec = own.rec
join media on media.leaf_index = version.leaf_index
where own.leaf_index = $1 and media.subjects like '%waiting:%';
