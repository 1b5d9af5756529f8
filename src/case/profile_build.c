#include <string.h>

#include "case/profile_parts.h"
#include "input/allele.h"

enum { SUSPICIOUS_CONTRADICTIONS = 3 };

/* Orders the rows in use by subject, within one in the order of the files. */
static void order_uses(struct assembly *assembly) {
    struct builder *builder = assembly->builder;
    int count = builder->rows->profiles.count, at = 0;
    for (int i = 0; i < count; i++)
        if (assembly->use[i].subject != NOT_USED)
            assembly->subject[assembly->use[i].subject].last++;
    for (int i = 0; i < assembly->subjects; i++) {
        struct subject *subject = &assembly->subject[i];
        int size = subject->last;
        subject->first = subject->last = at;
        at += size;
    }
    assembly->order = arena_new(builder->arena, int, count);
    for (int i = 0; i < count; i++)
        if (assembly->use[i].subject != NOT_USED)
            assembly->order[assembly->subject[assembly->use[i].subject].last++] = i;
}

/* Sets `calls` to what the rows of a subject say; gives its drop-out, negative: no row counts. */
static double collect(struct assembly *assembly, const struct subject *subject) {
    struct builder *builder = assembly->builder;
    int markers = builder->dataset->panel.count;
    double dropout = -1;
    bool different = false;
    memset(assembly->calls, 0, (size_t)(markers + 1) * sizeof *assembly->calls);
    for (int i = subject->first; i < subject->last; i++) {
        const struct profile_row *row = &builder->rows->profiles.row[assembly->order[i]];
        const struct use *use = &assembly->use[assembly->order[i]];
        calls_add(&assembly->calls[use->marker], row->allele, use->dropout > 0, row->place);
        if (use->marker == markers || !row->allele[0]) continue;
        if (dropout >= 0 && use->dropout != dropout) different = true;
        if (use->dropout > dropout) dropout = use->dropout;
    }
    if (different)
        reading_note(builder->reading, subject->place,
                     "%s: its samples differ in drop-out; the highest, %g, is taken", subject->name,
                     dropout);
    return dropout;
}

static void list_contradiction(struct builder *builder, const char *subject, const char *marker) {
    struct contradictions *list = builder->options.contradictions;
    if (!list) return;
    list->item = arena_grow(builder->arena, list->item, (size_t)list->count, &list->capacity,
                            sizeof *list->item);
    list->item[list->count++] = (struct contradiction){subject, marker};
}

/* What the readings of one marker come to; contradictions are noted and counted. */
static enum calls_state settle(struct assembly *assembly, const struct subject *subject, int marker,
                               const char **allele, int *contradictions) {
    struct builder *builder = assembly->builder;
    const struct panel *panel = &builder->dataset->panel;
    const struct calls *calls = &assembly->calls[marker];
    enum calls_state state = calls_result(calls, allele);
    if (state != CALLS_CONTRADICT) return state;
    const char *name = marker == panel->count ? AMELOGENIN : panel->marker[marker].name;
    list_contradiction(builder, subject->name, name);
    const struct place *first = &calls->place[0];
    reading_note(builder->reading, calls->place[1].file ? calls->place[1] : *first,
                 "%s of %s: contradicts %s%s; neither is used", name, subject->name, first->file,
                 first->line ? arena_format(builder->arena, ", line %d", first->line) : "");
    (*contradictions)++;
    return state;
}

/* The genotypes of a subject; NULL when nothing is typed. */
static struct profile *make_profile(struct assembly *assembly, const struct subject *subject,
                                    double dropout) {
    struct builder *builder = assembly->builder;
    const struct panel *panel = &builder->dataset->panel;
    struct profile *profile = arena_new(builder->arena, struct profile, 1);
    *profile = (struct profile){.subject = subject->name, .dropout = dropout};
    profile->genotype = arena_new(builder->arena, struct genotype, panel->count);
    int typed = 0, contradictions = 0;
    for (int i = 0; i < panel->count; i++) {
        const struct marker *marker = &panel->marker[i];
        struct genotype *genotype = &profile->genotype[i];
        *genotype = (struct genotype){.a = ALLELE_UNTYPED, .b = ALLELE_UNTYPED};
        const char *allele[2];
        settle(assembly, subject, i, allele, &contradictions);
        if (!allele[0]) continue;
        genotype->a = marker_find_allele(marker, allele[0]);
        genotype->b = allele[1] ? marker_find_allele(marker, allele[1]) : ALLELE_UNKNOWN;
        typed++;
    }
    if (contradictions >= SUSPICIOUS_CONTRADICTIONS)
        reading_note(builder->reading, subject->place,
                     "%s: its profiles contradict each other at %d loci: are they of one person?",
                     subject->name, contradictions);
    return typed ? profile : NULL;
}

/* The sex that amelogenin shows for certain. X alone is not enough in a profile with gaps: the Y
 * may have dropped out. */
static enum sex sex_of_amelogenin(struct assembly *assembly, const struct subject *subject,
                                  const struct profile *profile) {
    const struct panel *panel = &assembly->builder->dataset->panel;
    const char *allele[2];
    int contradictions = 0;
    settle(assembly, subject, panel->count, allele, &contradictions);
    if (!allele[0] || !allele[1]) return SEX_UNKNOWN;
    bool x = strcmp(allele[0], "X") == 0 || strcmp(allele[1], "X") == 0;
    bool y = strcmp(allele[0], "Y") == 0 || strcmp(allele[1], "Y") == 0;
    if (x && y) return SEX_MALE;
    if (y || strcmp(allele[0], allele[1]) != 0 || !x || !profile) return SEX_UNKNOWN;
    int autosomes = 0;
    for (int i = 0; i < panel->count; i++) {
        if (panel->marker[i].chromosome != AUTOSOME) continue;
        if (profile->genotype[i].a < 0 || profile->genotype[i].b < 0) return SEX_UNKNOWN;
        autosomes++;
    }
    return autosomes ? SEX_FEMALE : SEX_UNKNOWN;
}

static bool contradict(enum sex first, enum sex second) {
    return first != SEX_UNKNOWN && second != SEX_UNKNOWN && first != second;
}

static const char *sex_name(enum sex sex) { return sex == SEX_MALE ? "male" : "female"; }

/* Two alleles in a male on X are impossible; of an unknown sex the X loci are left out. */
static void check_x(struct assembly *assembly, const struct subject *subject,
                    const struct profile *profile, enum sex sex) {
    const struct panel *panel = &assembly->builder->dataset->panel;
    bool on_x = false;
    for (int i = 0; profile && i < panel->count; i++) {
        const struct genotype *genotype = &profile->genotype[i];
        if (panel->marker[i].chromosome != X_CHROMOSOME || genotype->a < 0) continue;
        on_x = true;
        if (sex == SEX_MALE && genotype->b >= 0 && genotype->a != genotype->b)
            reading_error(assembly->builder->reading, assembly->calls[i].place[0],
                          "%s of %s: two different alleles in a male on X: correct the sex or the "
                          "profile",
                          panel->marker[i].name, subject->name);
    }
    if (on_x && sex == SEX_UNKNOWN) assembly->unknown_sex_on_x++;
}

static void build_remains_profile(struct assembly *assembly, int index) {
    struct builder *builder = assembly->builder;
    struct remains *remains = &builder->dataset->remains[index];
    const struct subject *subject = &assembly->subject[index];
    double dropout = collect(assembly, subject);
    remains->profile = make_profile(assembly, subject, dropout);
    enum sex seen = sex_of_amelogenin(assembly, subject, remains->profile);
    if (contradict(remains->sex, seen)) {
        reading_note(builder->reading, subject->place,
                     "%s: %s in the table, but amelogenin says %s; taken as unknown", remains->code,
                     sex_name(remains->sex), sex_name(seen));
        remains->sex = SEX_UNKNOWN;
    } else if (remains->sex == SEX_UNKNOWN) {
        remains->sex = seen;
    }
    check_x(assembly, subject, remains->profile, remains->sex);
}

static void build_person_profile(struct assembly *assembly, int row) {
    struct builder *builder = assembly->builder;
    struct family *family = &builder->dataset->family[builder->person_family[row]];
    const struct person *person = &family->pedigree.person[builder->person_index[row]];
    const struct subject *subject = &assembly->subject[builder->rows->remains.count + row];
    double dropout = collect(assembly, subject);
    struct profile *profile = make_profile(assembly, subject, dropout);
    family->profile[builder->person_index[row]] = profile;
    enum sex seen = sex_of_amelogenin(assembly, subject, profile);
    if (contradict(person->sex, seen))
        reading_note(builder->reading, subject->place,
                     "%s: %s in the pedigree, but amelogenin says %s: is it their profile?",
                     person->id, sex_name(person->sex), sex_name(seen));
    check_x(assembly, subject, profile, person->sex);
}

void build_profiles(struct builder *builder) {
    struct assembly assembly = {.builder = builder};
    int errors = builder->reading->errors.count;
    profile_make_subjects(&assembly);
    profile_find_uses(&assembly);
    profile_add_unseen(&assembly);
    if (builder->reading->errors.count > errors) return;
    order_uses(&assembly);
    const struct panel *panel = &builder->dataset->panel;
    struct place nowhere = {0};
    double typed = 0;
    for (int i = 0; i < assembly.subjects; i++)
        typed += assembly.subject[i].last > assembly.subject[i].first;
    if (typed * panel->count > DATASET_GENOTYPES_MOST) {
        reading_error(builder->reading, nowhere,
                      "%.0f profiles of %d markers are too many at once: split them", typed,
                      panel->count);
        return;
    }
    assembly.calls = arena_new(builder->arena, struct calls, panel->count + 1);
    for (int i = 0; i < assembly.subjects; i++) {
        if (assembly.subject[i].last == assembly.subject[i].first) continue;
        if (i < builder->rows->remains.count) build_remains_profile(&assembly, i);
        else build_person_profile(&assembly, i - builder->rows->remains.count);
    }
    if (assembly.unknown_sex_on_x)
        reading_note(builder->reading, nowhere,
                     "%d profiles of unknown sex: their loci on X are left out",
                     assembly.unknown_sex_on_x);
}
