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

-- name: families_count
select count(distinct family) from persons;

-- name: families_from
-- Families in their order: how many persons, missing and references, and the day on which one of
-- them was last recorded. $1: how many, $2: from which on.
select family, count(distinct rec), count(distinct case when role = 'missing' then rec end),
    count(distinct case when role = 'reference' then rec end), max(day)
from persons where family is not null
group by family order by family limit $1 offset $2;

-- name: family_heads
select leaf_index, rec, leaf_hash from persons where family = $1 order by id, rec, leaf_index;

-- name: family_typed
-- Persons of a family of whom a profile is there, from themselves or from a sample of theirs.
select persons.rec from persons
join mention on mention.target = persons.rec and mention.field = 'subject'
join head on head.leaf_index = mention.leaf_index
where persons.family = $1 and (head.kind = 'profile' or (head.kind = 'sample' and exists (
    select 1 from mention as read_from join head as reading
        on reading.leaf_index = read_from.leaf_index
    where read_from.target = head.rec and read_from.field = 'subject'
        and reading.kind = 'profile')))
group by persons.rec;

-- name: family_samples
-- Samples of a family's persons, and whether a profile was read from each.
select samples.leaf_index, mention.target, case when exists (
    select 1 from mention as read_from join head as reading
        on reading.leaf_index = read_from.leaf_index
    where read_from.target = samples.rec and read_from.field = 'subject'
        and reading.kind = 'profile') then 1 else 0 end
from persons
join mention on mention.target = persons.rec and mention.field = 'subject'
join samples on samples.leaf_index = mention.leaf_index
where persons.family = $1 order by persons.id, samples.leaf_index;

-- name: family_consents
-- Consents of a family's persons, each with whether it is in force on the day $2 (since 1970).
select consents.leaf_index, consents.rec, case when consents.decision = 'given'
    and (consents.expires_last is null or consents.expires_last >= $2) then 1 else 0 end
from persons
join mention on mention.target = persons.rec and mention.field = 'person'
join consents on consents.leaf_index = mention.leaf_index
where persons.family = $1 order by persons.id, consents.scope, consents.leaf_index;

-- name: family_consents_in_force
select count(distinct consents.rec) from persons
join mention on mention.target = persons.rec and mention.field = 'person'
join consents on consents.leaf_index = mention.leaf_index
where persons.family = $1 and consents.decision = 'given'
    and (consents.expires_last is null or consents.expires_last >= $2);

-- name: family_handovers
select handovers.leaf_index from persons
join mention on mention.target = persons.rec and mention.field = 'person'
join handovers on handovers.leaf_index = mention.leaf_index
where persons.family = $1 order by handovers.leaf_index;

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
