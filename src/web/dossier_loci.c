/* The two hypotheses, and what each locus says of them. */
#include <math.h>
#include <string.h>

#include "case/explanation_alone.h"
#include "case/relation.h"
#include "case/run.h"
#include "http/page_dossier.h"
#include "web/dossier.h"

/* What differs by less is the rounding of the sum. */
#define SAME_LOG10 0.0005

/* The table in the making. */
struct loci {
    struct dossier *dossier;
    const struct explanation *explanation;
    const struct family *family;
    int typed_count, *typed; /* members of the family, the missing person first */
    bool kin;                /* the visitor may read who is what to whom */
};

static bool may_read(const struct visit *visit, const char *kind, const char *field) {
    return schema_may_read(schema_field_find(schema_find(kind), field), visit->roles);
}

static const struct marker *marker_of(const struct loci *loci, int marker) {
    return &loci->explanation->run->dataset->panel.marker[marker];
}

/* The text, which is one of the list's, in the reader's language. */
static const char *said_of(const struct visit *visit, const char *const *list, int count,
                           const char *text) {
    for (int i = 0; i < count; i++)
        if (!strcmp(list[i], text)) return say(visit->language, list[i]);
    return text;
}

/* ------------------------------------------------------------------ the family */

/* As case/relation.h has them. */
static const char *const RELATIONS[] = {
    SAYS("father"),      SAYS("mother"),      SAYS("parent"),
    SAYS("son"),         SAYS("daughter"),    SAYS("child"),
    SAYS("brother"),     SAYS("sister"),      SAYS("sibling"),
    SAYS("half-sib"),    SAYS("partner"),     SAYS("grandfather"),
    SAYS("grandmother"), SAYS("grandparent"), SAYS("grandchild"),
    SAYS("uncle"),       SAYS("aunt"),        SAYS("uncle or aunt"),
    SAYS("nephew"),      SAYS("niece"),       SAYS("nephew or niece"),
    SAYS("cousin"),      SAYS("relative"),    SAYS("by marriage")};

enum { RELATION_COUNT = sizeof RELATIONS / sizeof *RELATIONS };

static void list_typed(struct loci *loci) {
    struct arena *arena = loci->dossier->visit->arena;
    const struct family *family = loci->family;
    int person = explanation_person(loci->explanation);
    loci->typed = arena_new(arena, int, family->pedigree.count);
    if (family->profile[person]) loci->typed[loci->typed_count++] = person;
    for (int i = 0; i < family->pedigree.count; i++)
        if (i != person && family->profile[i]) loci->typed[loci->typed_count++] = i;
}

static void show_heads(struct loci *loci) {
    struct visit *visit = loci->dossier->visit;
    const struct pedigree *pedigree = &loci->family->pedigree;
    int person = explanation_person(loci->explanation);
    struct page_dossier_heads *heads =
        arena_new(visit->arena, struct page_dossier_heads, loci->typed_count);
    for (int i = 0; i < loci->typed_count; i++) {
        int who = loci->typed[i];
        heads[i].id = arena_copy(visit->arena, pedigree->person[who].id);
        if (who == person) heads[i].relation = say(visit->language, "direct reference");
        else if (loci->kin)
            heads[i].relation =
                said_of(visit, RELATIONS, RELATION_COUNT, relation_of(pedigree, person, who));
    }
    loci->dossier->page->heads = heads;
    loci->dossier->page->heads_count = (size_t)loci->typed_count;
}

/* ------------------------------------------------------------------ hypotheses */

static const char *also_missing(const struct loci *loci) {
    const struct family *family = loci->family;
    const char *list = "";
    for (int i = 0; i < family->pedigree.count; i++)
        if (i != explanation_person(loci->explanation) && family->role[i] == ROLE_MISSING)
            list = arena_format(loci->dossier->visit->arena, "%s%s%s", list, *list ? ", " : "",
                                family->pedigree.person[i].id);
    return list;
}

static void show_hypotheses(struct loci *loci) {
    struct visit *visit = loci->dossier->visit;
    struct page_dossier *page = loci->dossier->page;
    enum language language = visit->language;
    int person = explanation_person(loci->explanation);
    const char *others = also_missing(loci);
    const struct message_value values[] = {{.name = "remains", .text = loci->dossier->codes[0]},
                                           {.name = "person", .text = loci->dossier->person},
                                           {.name = "family", .text = loci->family->name},
                                           {.name = "others", .text = others},
                                           {.name = NULL}};
    struct page_dossier_basis *basis = arena_new(visit->arena, struct page_dossier_basis, 3);
    page->hypotheses = true;
    page->first = fill(
        visit, say(language, "{remains} is {person}, as family {family} is declared."), values);
    page->second = fill(visit,
                        say(language, "{remains} is somebody who is not related to family "
                                      "{family}."),
                        values);
    if (!loci->typed_count)
        basis[page->basis_count++].text = say(
            language, "Nobody of this family is typed: the ratio says nothing, for or against.");
    if (loci->family->profile[person])
        basis[page->basis_count++].text =
            fill(visit,
                 say(language, "{person} is typed, by an object of theirs or an earlier "
                               "sample: a direct reference."),
                 values);
    if (*others && loci->kin)
        basis[page->basis_count++].text =
            fill(visit,
                 say(language, "Also missing in this family: {others}. The ratio uses the "
                               "typed relatives only; the posterior weighs all of the family "
                               "at once."),
                 values);
    page->basis = basis;
}

/* ------------------------------------------------------------------ loci */

static const char *frequency_shown(const struct visit *visit, double frequency) {
    return figure_shown(visit, frequency < 0.00095 ? arena_format(visit->arena, "%.1e", frequency)
                                                   : arena_format(visit->arena, "%.4f", frequency));
}

static const char *frequencies_shown(const struct loci *loci, int marker, struct genotype seen) {
    const struct visit *visit = loci->dossier->visit;
    const struct marker *locus = marker_of(loci, marker);
    if (seen.a < 0) return "";
    const char *first = frequency_shown(visit, locus->frequency[seen.a]);
    if (seen.b < 0 || seen.b == seen.a) return first;
    return arena_format(visit->arena, "%s; %s", first,
                        frequency_shown(visit, locus->frequency[seen.b]));
}

/* As case/explanation.h has them. */
static const char *const NOTES[] = {
    SAYS("on X, and the sex of somebody in the family is not known"),
    SAYS("on X, and the sex of the remains is not certain"),
    SAYS("not typed in the remains"),
    SAYS("no relative by blood is typed there"),
    SAYS("impossible, also with the mutation model"),
    SAYS("impossible; nothing mutates here"),
    SAYS("excluded without mutation"),
    SAYS("one allele seen, a second one is allowed for"),
    SAYS("readings contradict")};

enum { NOTE_COUNT = sizeof NOTES / sizeof *NOTES };

static const char *note_shown(const struct loci *loci, int marker) {
    const struct visit *visit = loci->dossier->visit;
    const char *phrase[EXPLANATION_NOTES], *note = "";
    int count = explanation_notes(loci->explanation, marker, phrase);
    for (int i = 0; i < count; i++)
        note = arena_format(visit->arena, "%s%s%s", note, *note ? "; " : "",
                            said_of(visit, NOTES, NOTE_COUNT, phrase[i]));
    if (!explanation_parts_differ(loci->explanation, marker)) return note;
    return arena_format(visit->arena, "%s%s%s", note, *note ? "; " : "",
                        say(visit->language, "read differently in the parts"));
}

static const char *locus_ratio(const struct loci *loci, int marker) {
    const struct visit *visit = loci->dossier->visit;
    const struct explained_locus *locus = &loci->explanation->locus[marker];
    if (locus->left_out && fabs(locus->log10_ratio) < SAME_LOG10)
        return say(visit->language, "left out");
    return locus->log10_ratio == -INFINITY
               ? log_shown(visit, locus->log10_ratio)
               : figure_shown(visit, arena_format(visit->arena, "%+.3f", locus->log10_ratio));
}

static void show_locus(const struct loci *loci, int marker, struct page_dossier_loci *out) {
    struct arena *arena = loci->dossier->visit->arena;
    const struct marker *locus = marker_of(loci, marker);
    struct genotype seen = explanation_together(loci->explanation, marker);
    struct page_dossier_loci_cells *cells =
        arena_new(arena, struct page_dossier_loci_cells, loci->typed_count);
    for (int i = 0; i < loci->typed_count; i++)
        cells[i].text = explanation_genotype(
            arena, locus, loci->family->profile[loci->typed[i]]->genotype[marker]);
    *out = (struct page_dossier_loci){.name = arena_copy(arena, locus->name),
                                      .ratio = locus_ratio(loci, marker),
                                      .remains = explanation_genotype(arena, locus, seen),
                                      .frequency = frequencies_shown(loci, marker, seen),
                                      .cells = cells,
                                      .cells_count = (size_t)loci->typed_count,
                                      .note = note_shown(loci, marker),
                                      .excluded = loci->explanation->locus[marker].excluded};
}

/* Whether today's loci are those that were compared. */
static const char *sum_shown(const struct loci *loci) {
    const struct visit *visit = loci->dossier->visit;
    const struct explanation *explanation = loci->explanation;
    const struct comparison_pair *pair = loci->dossier->pair;
    double recorded = pair ? pair->log10_lr : NAN;
    bool same = pair && (explanation->log10_ratio == recorded ||
                         fabs(explanation->log10_ratio - recorded) < SAME_LOG10);
    const struct message_value values[] = {
        {.name = "count", .is_number = true, .number = explanation->loci},
        {.name = "excluded", .is_number = true, .number = explanation->exclusions},
        {.name = "log", .text = log_shown(visit, explanation->log10_ratio)},
        {.name = "recorded", .text = log_shown(visit, recorded)},
        {.name = NULL}};
    return fill(visit,
                same
                    ? say(visit->language, "{count} loci, {excluded} of them excluded without "
                                           "mutation; together {log}, which is the recorded "
                                           "ratio.")
                    : say(visit->language, "The record has changed since the comparison: today the "
                                           "{count} loci below come to {log}, and {recorded} is "
                                           "recorded. Run identification again."),
                values);
}

static void show_table(struct loci *loci) {
    struct page_dossier *page = loci->dossier->page;
    int count = loci->explanation->run->dataset->panel.count;
    struct page_dossier_loci *rows =
        arena_new(loci->dossier->visit->arena, struct page_dossier_loci, count);
    for (int m = 0; m < count; m++) show_locus(loci, m, &rows[m]);
    page->loci = rows;
    page->loci_count = (size_t)count;
    page->sum = sum_shown(loci);
    show_heads(loci);
}

static bool explain(struct dossier *dossier, struct arena *arena, const struct run *run,
                    struct error *error) {
    struct visit *visit = dossier->visit;
    struct run_request asked = run_request_of(&dossier->held->comparison);
    struct identify_options options = run_request_engine(&asked, visit->request->cancel);
    struct identification *found = arena_new(arena, struct identification, 1);
    struct explanation *explanation = arena_new(arena, struct explanation, 1);
    struct loci loci = {.dossier = dossier, .kin = may_read(visit, "person", "father")};
    if (!explanation_alone(arena, &run->dataset, &options, dossier->codes, dossier->count,
                           dossier->person, found, explanation, error))
        return false;
    loci.explanation = explanation;
    loci.family = explanation_family(explanation);
    list_typed(&loci);
    show_hypotheses(&loci);
    if (explanation->compared) show_table(&loci);
    return true;
}

/* What cannot be explained any more (a person who is no longer missing) is said, and the rest of
 * the page is shown. */
bool dossier_show_loci(struct dossier *dossier, struct error *error) {
    struct visit *visit = dossier->visit;
    struct arena arena; /* more than a request may take */
    struct run run;
    struct reading reading = {.arena = &arena};
    struct error fault = {0};
    if (!dossier->result || !may_read(visit, "profile", "loci")) return true;
    struct run_request asked = run_request_of(&dossier->held->comparison);
    arena_open(&arena, 0);
    bool done = run_read_record(&arena, &asked, visit->investigation, visit->tables,
                                visit->request->cancel, &reading, &run, &fault) &&
                explain(dossier, &arena, &run, &fault);
    run_close(&run);
    arena_close(&arena);
    if (done) return true;
    if (fault.code != ERROR_NOT_FOUND && fault.code != ERROR_BAD_INPUT &&
        fault.code != ERROR_TOO_COSTLY)
        return error_set(error, fault.code, "%s", fault.text);
    dossier->page->sum = NULL;
    dossier->page->unseen = arena_copy(visit->arena, fault.text);
    return true;
}
