#include "case/import_check.h"

#include <math.h>
#include <string.h>

#include "case/dataset_build.h"
#include "case/donor_check.h"
#include "case/import_check_parts.h"
#include "case/ratio_text.h"

struct check {
    struct arena *arena;
    struct import_scope scope;
    struct dataset dataset;
    struct contradictions contradictions;
    struct import_findings *findings;
};

static void add(struct check *check, const char *finding) {
    struct import_findings *findings = check->findings;
    if (!findings->finding)
        findings->finding = arena_new(check->arena, const char *, IMPORT_FINDINGS_LISTED);
    if (findings->count < IMPORT_FINDINGS_LISTED) findings->finding[findings->count] = finding;
    findings->count++;
}

static bool is_touched(const struct check *check, const char *code) {
    return json_object_get(check->scope.people, code) != NULL;
}

/* Those of one subject stand together. */
static void add_contradictions(struct check *check) {
    const struct contradictions *list = &check->contradictions;
    for (int i = 0, next; i < list->count; i = next) {
        const char *subject = list->item[i].subject, *loci = "";
        for (next = i; next < list->count && list->item[next].subject == subject; next++)
            loci = arena_format(check->arena, "%s%s%.40s", loci, next > i ? ", " : "",
                                list->item[next].marker);
        if (is_touched(check, subject))
            add(check, arena_format(check->arena,
                                    "%s: its profiles contradict each other at %s; both are kept, "
                                    "and neither is used there%s",
                                    subject, loci,
                                    next - i > 2 ? ": are they of one person?" : ""));
    }
}

static bool add_doubts(struct check *check, int threads, const struct cancel *cancel,
                       struct error *error) {
    const struct dataset *dataset = &check->dataset;
    bool *wanted = arena_new(check->arena, bool, dataset->family_count);
    struct donor_doubts doubts;
    for (int i = 0; i < dataset->family_count; i++)
        for (int j = 0; j < dataset->family[i].pedigree.count; j++)
            wanted[i] = wanted[i] || is_touched(check, dataset->family[i].pedigree.person[j].id);
    if (!donor_check(check->arena, dataset, wanted, threads, cancel, &doubts, error)) return false;
    for (int i = 0; i < doubts.count; i++) {
        const struct donor_doubt *doubt = &doubts.doubt[i];
        const struct family *family = &dataset->family[doubt->family];
        bool many = (i && doubts.doubt[i - 1].family == doubt->family) ||
                    (i + 1 < doubts.count && doubts.doubt[i + 1].family == doubt->family);
        add(check, arena_format(
                       check->arena,
                       "%s of family %s: genotypes do not fit the relation that is declared; "
                       "likelihood ratio %s at %d loci%s%s",
                       family->pedigree.person[doubt->person].id, family->name,
                       ratio_text(check->arena, doubt->log10_ratio), doubt->loci,
                       doubt->log10_ratio == -INFINITY ? " (impossible without a mutation)" : "",
                       many ? "; genotypes alone may not tell which of this family it is" : ""));
    }
    if (doubts.unchecked)
        add(check, arena_format(check->arena,
                                "%d families could not be held against their declared relations: "
                                "%s",
                                doubts.unchecked, doubts.why));
    return true;
}

/* Whose profile it is, for messages and comparisons. */
struct reader {
    const char *code;
    const struct profile *profile;
    enum sex sex;
};

static void compare_with_staff(struct check *check, const struct remains *staff,
                               struct reader reader) {
    int loci;
    if (!reader.profile || !is_touched(check, reader.code)) return;
    double log10_ratio = donor_same(&check->dataset.panel, staff->profile, staff->sex,
                                    reader.profile, reader.sex, &loci);
    if (log10_ratio < log10(DONOR_SAME)) return;
    add(check, arena_format(check->arena,
                            "%s: the profile is that of staff sample %s; likelihood ratio %s at "
                            "%d loci: was the sample touched?",
                            reader.code, staff->code, ratio_text(check->arena, log10_ratio), loci));
}

/* Samples of staff are remains under their barcode, which no remains have. */
static void add_staff(struct check *check) {
    const struct dataset *dataset = &check->dataset;
    for (int s = 0; s < dataset->remains_count; s++) {
        const struct remains *staff = &dataset->remains[s];
        if (!staff->profile || !json_object_get(check->scope.staff, staff->code)) continue;
        for (int i = 0; i < dataset->remains_count; i++) {
            const struct remains *remains = &dataset->remains[i];
            compare_with_staff(check, staff,
                               (struct reader){remains->code, remains->profile, remains->sex});
        }
        for (int i = 0; i < dataset->family_count; i++)
            for (int j = 0; j < dataset->family[i].pedigree.count; j++) {
                const struct person *person = &dataset->family[i].pedigree.person[j];
                compare_with_staff(
                    check, staff,
                    (struct reader){person->id, dataset->family[i].profile[j], person->sex});
            }
    }
}

static bool compare(struct check *check, int threads, const struct cancel *cancel,
                    struct error *error) {
    struct reading *reading = arena_new(check->arena, struct reading, 1);
    struct rows rows;
    struct build_options options = build_options_none();
    reading->arena = check->arena;
    options.contradictions = &check->contradictions;
    if (!record_rows(check->arena, check->scope.source, check->scope.count, true, &rows,
                     reading) ||
        !dataset_build(check->arena, &rows, &options, reading, &check->dataset)) {
        struct reading_message *first = &reading->errors.item[0];
        add(check, arena_format(check->arena,
                                "the profiles cannot be compared yet; %d thing%s in the way, "
                                "the first: %s%s%s",
                                reading->errors.count,
                                reading->errors.count == 1 ? " is" : "s are",
                                first->place.file ? first->place.file : "",
                                first->place.file ? ": " : "", first->text));
        return true;
    }
    add_contradictions(check);
    if (!add_doubts(check, threads, cancel, error)) return false;
    add_staff(check);
    return true;
}

static bool has_profiles(const struct import_scope *scope) {
    for (int i = 0; i < scope->count; i++)
        if (strcmp(scope->source[i].schema->kind, "profile") == 0) return true;
    return false;
}

bool import_check(struct arena *arena, const struct import_plan *plan, unsigned roles, int threads,
                  const struct cancel *cancel, struct import_findings *out_findings,
                  struct error *error) {
    struct import_findings findings = {0};
    struct check check = {.arena = arena, .findings = &findings};
    const struct schema_field *loci = schema_field_find(schema_find("profile"), "loci");
    bool good = import_scope_make(arena, plan, cancel, &check.scope, error);
    findings.checked = check.scope.people_count > 0 && has_profiles(&check.scope);
    findings.hidden = findings.checked && !schema_may_read(loci, roles);
    if (good && findings.checked && !findings.hidden)
        good = compare(&check, threads, cancel, error);
    import_scope_close(&check.scope);
    if (good) *out_findings = findings;
    return good;
}
