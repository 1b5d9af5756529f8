-- Families: persons of one family, and what is recorded of them. Kinds' tables are those of
-- src/record/tables.h.

-- name: family_relatives
-- Who is in a family, and who their parents are. Of a forked record the first revision counts.
select rec, family, id, father, mother, sex from persons where family = $1 order by rec, leaf_index;

-- name: relatives_of_no_family
select rec, family, id, father, mother, sex from persons where family is null
order by rec, leaf_index;

-- name: relative_of_record
select rec, family, id, father, mother, sex from persons where rec = $1 order by leaf_index;

-- name: confirmations_of_proposal
-- By the leaf hash of the revision of the proposal that is confirmed.
select leaf_index from confirmations where proposal = $1 order by leaf_index;

-- name: refusals_of_proposal
select leaf_index from refusals where proposal = $1 order by leaf_index;

-- name: revocations_of_confirmation
select leaf_index from revocations where confirmation = $1 order by leaf_index;

-- name: missing_version
-- Where the newest entry stands that can have changed what is known of persons.
select coalesce(max(newest), 0) from (
    select max(leaf_index) as newest from persons union all
    select max(leaf_index) as newest from erasures
) as entries;
