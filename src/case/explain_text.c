#include "case/explain_parts.h"

#include <math.h>

#include "case/layout.h"
#include "case/pedigree_text.h"
#include "case/probability_text.h"
#include "case/ratio_text.h"
#include "case/relation.h"

enum { DRAWN_TWICE = 12 }; /* families up to so many persons are drawn under both hypotheses */

const char *explain_posterior(struct arena *arena, const struct identification *run,
                              size_t place) {
    return posterior_text(arena, run->posterior[place],
                          run->pairwise.pairing[place].log_ratio > -INFINITY, run->joint.bound);
}

static const char *code_of(const struct explanation *explanation) {
    return identification_code(explanation->run, explanation->individual);
}

static const char *person_of(const struct explanation *explanation) {
    return identification_person(explanation->run, explanation->missing);
}

/* ------------------------------------------------------------------ the answer in a few lines */

static const char *labels_of(const struct explanation *explanation) {
    const struct identification *run = explanation->run;
    if (run->undisputed[explanation->place])
        return "undisputed: at least 10,000, and 10,000 times every other ratio of these remains "
               "and of this person";
    if (run->excluded[explanation->place])
        return "excluded: impossible, or at least three loci impossible without mutation and a "
               "posterior below 0.000001";
    return NULL;
}

/* What must not be overlooked. */
static void write_warnings(const struct explanation *explanation, struct buffer *out) {
    const struct identification *run = explanation->run;
    for (int a = 0; a < run->alike_count; a++)
        if (explain_is_in(run->alike[a].individual, run->alike[a].individuals,
                          explanation->individual) &&
            explain_is_in(run->alike[a].missing, run->alike[a].persons, explanation->missing))
            layout_field(out, 2, "warning", 12, "indistinguishable from others by these "
                                                "genotypes, see the joint run below");
    for (int d = 0; d < run->individuals.doubts; d++)
        if (run->individuals.doubt[d].first == explanation->individual ||
            run->individuals.doubt[d].second == explanation->individual) {
            layout_field(out, 2, "warning", 12, "it is not clear whether other remains are of the "
                                                "same person, see the doubts below");
            break;
        }
}

static void write_posterior(struct arena *arena, const struct explanation *explanation,
                            struct buffer *out) {
    const struct identification *run = explanation->run;
    double posterior = run->posterior[explanation->place];
    const char *text = explain_posterior(arena, run, explanation->place);
    if (run->prior.kind == PRIOR_FLAT)
        text = arena_format(arena, "%s under the flat prior, which serves to compare programs; "
                                   "decisions need the incident prior", text);
    else
        text = arena_format(arena, "%s, %s the usual threshold of a decision (0.9995)", text,
                            posterior >= DECISION_THRESHOLD ? "at or above" : "below");
    layout_field(out, 2, "posterior", 12, text);
}

static void write_answer(struct arena *arena, const struct explanation *explanation,
                         struct buffer *out) {
    const struct individual *individual =
        &explanation->run->individuals.individual[explanation->individual];
    const struct family *family = explanation_family(explanation);
    buffer_format(out, "%s as %s of family %s\n\n", code_of(explanation), person_of(explanation),
                  family->name);
    const char *parts = "one number";
    if (individual->count > 1) {
        parts = arena_format(arena, "%d numbers, taken as one individual:", individual->count);
        for (int i = 0; i < individual->count; i++)
            parts = arena_format(
                arena, "%s%s %s", parts, i ? "," : "",
                explanation->run->dataset->remains[individual->remains[i]].code);
    }
    layout_field(out, 2, "remains", 12,
                 arena_format(arena, "%s; %s; %d loci typed", parts,
                              individual->sex == SEX_UNKNOWN ? "sex not certain"
                                                             : relation_sex(individual->sex),
                              individual->loci));
    if (!explanation->compared) {
        layout_field(out, 2, "compared", 12,
                     "no: the sex of the remains and the sex of the person are both certain, and "
                     "they differ");
        return;
    }
    layout_field(out, 2, "likelihood", 12,
                 arena_format(arena, "ratio %s (log10 %.3f) over %d loci; %d of them excluded "
                                     "without mutation",
                              ratio_text(arena, explanation->log10_ratio),
                              explanation->log10_ratio, explanation->loci,
                              explanation->exclusions));
    if (!explanation->kept) {
        layout_field(out, 2, "posterior", 12,
                     "not computed: the ratio is too low to be kept among so many pairs");
        return;
    }
    write_posterior(arena, explanation, out);
    const char *label = labels_of(explanation);
    if (label) layout_field(out, 2, "label", 12, label);
    write_warnings(explanation, out);
}

/* ------------------------------------------------------------------ hypotheses */

static const char *parents_of(struct arena *arena, const struct pedigree *pedigree, int index) {
    const struct person *person = &pedigree->person[index];
    if (person->father < 0 && person->mother < 0) return "";
    const char *father = person->father >= 0 ? pedigree->person[person->father].id : NULL;
    const char *mother = person->mother >= 0 ? pedigree->person[person->mother].id : NULL;
    return arena_format(arena, ", %s of %s%s%s", relation_child(person->sex),
                        father ? father : mother, father && mother ? " and " : "",
                        father && mother ? mother : "");
}

/* The family with the remains beside it, as somebody unrelated. */
static struct pedigree with_stranger(struct arena *arena, const struct explanation *explanation) {
    const struct pedigree *pedigree = &explanation_family(explanation)->pedigree;
    struct pedigree both = {.count = pedigree->count + 1};
    both.person = arena_new(arena, struct person, both.count);
    for (int i = 0; i < pedigree->count; i++) both.person[i] = pedigree->person[i];
    both.person[pedigree->count] = (struct person){
        .id = code_of(explanation),
        .father = -1,
        .mother = -1,
        .sex = explanation->run->individuals.individual[explanation->individual].sex};
    return both;
}

static void write_hypotheses(struct arena *arena, const struct explanation *explanation,
                             struct buffer *out) {
    const struct family *family = explanation_family(explanation);
    int person = explanation_person(explanation), count = family->pedigree.count;
    bool *typed = arena_new(arena, bool, count + 1), *missing = arena_new(arena, bool, count + 1);
    for (int i = 0; i < count; i++) {
        typed[i] = family->profile[i] != NULL;
        missing[i] = family->role[i] == ROLE_MISSING;
    }
    struct pedigree_marks marks = {
        .typed = typed, .missing = missing, .person = person, .label = code_of(explanation)};
    buffer_add_text(out, "\nThe two hypotheses\n\n");
    layout_wrap(out, "  H1  ", "      ",
                arena_format(arena, "%s is %s: missing, %s%s", code_of(explanation),
                             person_of(explanation),
                             relation_sex(family->pedigree.person[person].sex),
                             parents_of(arena, &family->pedigree, person)));
    buffer_add_text(out, "\n");
    pedigree_text(arena, &family->pedigree, &marks, "      ", out);
    buffer_add_text(out, "\n");
    layout_wrap(out, "  H0  ", "      ",
                arena_format(arena, "%s is not related to family %s", code_of(explanation),
                             family->name));
    if (count <= DRAWN_TWICE) {
        struct pedigree apart = with_stranger(arena, explanation);
        typed[count] = true;
        marks.person = -1;
        buffer_add_text(out, "\n");
        pedigree_text(arena, &apart, &marks, "      ", out);
    }
    buffer_add_text(out, "\n");
    pedigree_text_legend("  ", out);
}

/* What this ratio does and does not rest on. */
static void write_basis(struct arena *arena, const struct explanation *explanation,
                        struct buffer *out) {
    const struct family *family = explanation_family(explanation);
    int person = explanation_person(explanation), typed = 0, others = 0;
    const char *list = "";
    for (int i = 0; i < family->pedigree.count; i++) {
        typed += family->profile[i] != NULL;
        if (i == person || family->role[i] != ROLE_MISSING) continue;
        list = arena_format(arena, "%s%s%s", list, others++ ? ", " : "",
                            family->pedigree.person[i].id);
    }
    buffer_add_text(out, "\n");
    if (!typed)
        layout_wrap(out, "  ", "  ",
                    "Nobody of this family is typed: the ratio says nothing, for or against.");
    if (family->profile[person])
        layout_wrap(out, "  ", "  ",
                    arena_format(arena, "%s is typed (an object of theirs, or an earlier sample): "
                                        "a direct reference.", person_of(explanation)));
    if (others)
        layout_wrap(out, "  ", "  ",
                    arena_format(arena, "Also missing in this family: %s. The ratio uses the typed "
                                        "relatives only; the joint run below names all of the "
                                        "family at once.", list));
    layout_wrap(out, "  ", "  ",
                "Likelihood ratio: how many times more probable the genotypes of remains and "
                "family are under H1 than under H0. It is not the probability of H1; that also "
                "depends on how many could lie there (posterior).");
}

void explain_text(struct arena *arena, const struct explanation *explanation,
                  const struct provenance *provenance, struct buffer *out) {
    write_answer(arena, explanation, out);
    write_hypotheses(arena, explanation, out);
    write_basis(arena, explanation, out);
    if (explanation->compared) explain_loci(arena, explanation, provenance, out);
    explain_rivals(arena, explanation, out);
    explain_sources(arena, explanation, provenance, out);
}
