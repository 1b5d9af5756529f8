-- local.db: what belongs to one user and is in no record (src/web/own.h). Whose it is and what it is
-- called can be read; what it holds cannot.

-- script: own_make
create table if not exists own (
    user_id text not null,
    name text not null,
    box blob not null,
    primary key (user_id, name)
) strict;

-- name: own_set
insert into own (user_id, name, box) values ($1, $2, $3)
on conflict (user_id, name) do update set box = excluded.box;

-- name: own_remove
delete from own where user_id = $1 and name = $2;

-- name: own_box
select box from own where user_id = $1 and name = $2;
