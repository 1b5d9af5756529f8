-- What counts are made of: each table once, and of it only what is counted. Kinds' tables are those
-- of src/record/tables.h.

-- name: count_graves_all
select rec, heads, code, site from graves order by leaf_index;

-- name: count_sites_all
select rec, heads, code from sites order by leaf_index;

-- name: count_remains_all
select rec, heads, code, site, grave, sex, sex_none, kind, kind_none, status, status_none,
    complete, complete_none, arms, arms_none, position, position_none, preservation,
    preservation_none, articulation, articulation_none, restraint, restraint_none, same_person
from remains order by leaf_index;

-- name: count_examinations_all
select rec, heads, remains, type, sex_estimate, sex_estimate_none, age_low, age_low_none, age_high
from examinations order by leaf_index;

-- name: count_findings_all
select rec, heads, remains, class, mechanism, timing, restraint_site
from findings order by leaf_index;

-- name: count_elements_all
select rec, heads, code, remains, bone, tooth, side, completeness, zones
from elements order by leaf_index;

-- name: count_documents_all
select rec, heads, remains, class, found_where from documents order by leaf_index;

-- name: count_samples_all
select rec, heads, subject from samples order by leaf_index;

-- name: count_profiles_all
select rec, heads, subject from profiles order by leaf_index;

-- name: count_persons_all
select rec, heads, id, status from persons where role = 'missing' order by leaf_index;

-- name: count_handovers_all
select rec, heads, person, remains from handovers order by leaf_index;
