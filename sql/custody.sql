-- What custody is followed by: its events, and what there is that has a chain. Kinds' tables are
-- those of src/record/tables.h.

-- name: custody_events_all
select rec, heads, leaf_index, number, event, items, at, place, gives, gives_name, receives,
    receives_name, previous, purpose, seal_before, seal_intact, seal_after, explanation
from custody order by leaf_index;

-- name: custody_remains_all
select rec, heads, code from remains order by leaf_index;

-- name: custody_belongings_all
select rec, heads, code from belongings order by leaf_index;

-- name: custody_documents_all
select rec, heads, code from documents order by leaf_index;

-- name: custody_samples_all
select rec, heads, sample, subject, kind from samples order by leaf_index;

-- name: custody_handovers_all
select rec, heads, number, remains, belongings, leaf_index, at from handovers order by leaf_index;

-- name: handover_element_remains
select remains from elements where rec = $1 order by leaf_index;

-- name: handover_person_role
select role from persons where rec = $1 order by leaf_index;

-- name: custody_users_all
select rec, heads, name from users order by leaf_index;
