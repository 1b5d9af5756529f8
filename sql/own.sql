-- local.db: what belongs to one user (src/web/own.h) or is signed by one and for another to sign
-- (src/web/offers.h), and is in no record. Whose it is and what it is called can be read; what it
-- holds cannot.

-- script: own_make
create table if not exists own (
    user_id text not null,
    name text not null,
    box blob not null,
    primary key (user_id, name)
) strict;
create table if not exists offer (
    rec text not null primary key,
    first text not null,
    second text not null,
    refused integer not null,
    letter blob not null
) strict;
create index if not exists offer_by_first on offer (first);
create index if not exists offer_by_second on offer (second);

-- name: own_set
insert into own (user_id, name, box) values ($1, $2, $3)
on conflict (user_id, name) do update set box = excluded.box;

-- name: own_remove
delete from own where user_id = $1 and name = $2;

-- name: own_box
select box from own where user_id = $1 and name = $2;

-- name: offer_add
insert into offer (rec, first, second, refused, letter) values ($1, $2, $3, 0, $4);

-- name: offer_refuse
update offer set refused = 1 where rec = $1;

-- name: offer_remove
delete from offer where rec = $1;

-- name: offer_letter
select rec, first, second, refused, letter from offer where rec = $1;

-- name: offer_line
select rec, first, second, refused from offer where rec = $1;

-- name: offers_begun_count
select count(*) from offer where first = $1;

-- name: offers_of_user_all
-- Those that a user has begun, or is to sign.
select rec, first, second, refused from offer where first = $1 or second = $1 order by rec;
