#include "case/explain_parts.h"

#include <math.h>

#include "case/layout.h"
#include "case/probability_text.h"
#include "case/ratio_text.h"
#include "case/relation.h"

/* ------------------------------------------------------------------ the joint run */

static const char *glr_text(struct arena *arena, double log_glr) {
    if (isnan(log_glr)) return "not computed";
    if (isinf(log_glr)) return log_glr > 0 ? "infinite: nothing else is possible" : "0: impossible";
    return arena_format(arena, "%s (log10 %.3f)", ratio_text(arena, log_glr / M_LN10),
                        log_glr / M_LN10);
}

/* Whom the best assignment names in this family. */
static void write_family(struct arena *arena, const struct explanation *explanation,
                         struct buffer *out) {
    const struct identification *run = explanation->run;
    int family = run->dataset->missing[explanation->missing].family, named = 0;
    const char *list = "";
    if (!run->joint.best_count) return;
    for (int i = 0; i < run->individuals.count; i++) {
        int missing = run->joint.best[0].missing[i];
        if (missing < 0 || run->dataset->missing[missing].family != family) continue;
        list = arena_format(arena, "%s%s%s is %s", list, named++ ? ", " : "",
                            identification_code(run, i), identification_person(run, missing));
    }
    layout_wrap(out, "  best assignment  ", "                   ",
                named ? list : "names nobody of this family");
    int other = run->joint.best[0].missing[explanation->individual];
    if (other >= 0 && run->dataset->missing[other].family != family)
        layout_wrap(out, "                   ", "                   ",
                    arena_format(arena, "these remains are %s of family %s there",
                                 identification_person(run, other),
                                 identification_family(run, other)));
}

bool explain_is_in(const int *list, int count, int value) {
    for (int i = 0; i < count; i++)
        if (list[i] == value) return true;
    return false;
}

static void write_alike(struct arena *arena, const struct explanation *explanation,
                        struct buffer *out) {
    const struct identification *run = explanation->run;
    for (int a = 0; a < run->alike_count; a++) {
        const struct alike *alike = &run->alike[a];
        if (!explain_is_in(alike->individual, alike->individuals, explanation->individual) &&
            !explain_is_in(alike->missing, alike->persons, explanation->missing))
            continue;
        const char *remains = "", *persons = "";
        for (int i = 0; i < alike->individuals; i++)
            remains = arena_format(arena, "%s%s%s", remains, i ? ", " : "",
                                   identification_code(run, alike->individual[i]));
        for (int i = 0; i < alike->persons; i++)
            persons = arena_format(arena, "%s%s%s", persons, i ? ", " : "",
                                   identification_person(run, alike->missing[i]));
        layout_wrap(out, "  indistinguishable ", "                    ",
                    arena_format(arena, "the genotypes cannot tell who of %s is who of %s; other "
                                        "evidence must", remains, persons));
    }
}

static void write_joint(struct arena *arena, const struct explanation *explanation,
                        struct buffer *out) {
    const struct identification *run = explanation->run;
    buffer_add_text(out, "\nWeighed against everybody else (joint run)\n\n");
    if (explanation->kept) {
        buffer_format(out, "  posterior        %s\n",
                      explain_posterior(arena, run, explanation->place));
        buffer_format(out, "  GLR              %s\n",
                      glr_text(arena, run->log_glr[explanation->place]));
    }
    buffer_format(out, "  nobody           %s, that these remains have none of the listed names\n",
                  probability_text(arena, run->joint.nobody[explanation->individual]));
    if (isnan(run->joint.bound)) buffer_add_text(out, "  left out         not proved\n");
    else
        buffer_format(out, "  left out         at most %.2g of the posterior\n", run->joint.bound);
    write_family(arena, explanation, out);
    write_alike(arena, explanation, out);
    if (run->dataset->theta > 0)
        layout_wrap(out, "  ", "  ", "With theta above 0 the joint run is an approximation.");
}

/* ------------------------------------------------------------------ rivals */

static void write_rival(struct arena *arena, const struct explanation *explanation, size_t place,
                        bool persons, struct buffer *out) {
    const struct identification *run = explanation->run;
    const struct pairing *pairing = &run->pairwise.pairing[place];
    const struct missing *who = &run->dataset->missing[explanation->missing];
    const struct missing *other = &run->dataset->missing[pairing->missing];
    const char *name = identification_code(run, pairing->individual);
    if (persons && other->family == who->family)
        name = arena_format(arena, "%s (%s of %s)", identification_person(run, pairing->missing),
                            relation_of(&explanation_family(explanation)->pedigree, who->person,
                                        other->person),
                            identification_person(run, explanation->missing));
    else if (persons) name = identification_person(run, pairing->missing);
    buffer_add_text(out, "  ");
    layout_cell(out, name, 36);
    buffer_format(out, "%9.3f%6d%10d   %s\n", pairing->log_ratio / M_LN10, pairing->loci,
                  pairing->exclusions, explain_posterior(arena, run, place));
}

static void write_list(struct arena *arena, const struct explanation *explanation, bool persons,
                       const size_t *place, int count, struct buffer *out) {
    const char *head =
        persons ? "Other persons for these remains" : "Other remains for this person";
    buffer_add_text(out, "\n");
    if (!count) {
        buffer_format(out, "%s: none is possible\n", head);
        return;
    }
    layout_cell(out, head, 38);
    buffer_format(out, "%9s%6s%10s   %s\n", "log10 LR", "loci", "excluded", "posterior");
    for (int i = 0; i < count; i++) write_rival(arena, explanation, place[i], persons, out);
}

/* ------------------------------------------------------------------ doubts */

static void write_doubts(struct arena *arena, const struct explanation *explanation,
                         struct buffer *out) {
    const struct identification *run = explanation->run;
    bool any = false;
    for (int d = 0; d < run->individuals.doubts; d++) {
        const struct doubt *doubt = &run->individuals.doubt[d];
        if (doubt->first != explanation->individual && doubt->second != explanation->individual)
            continue;
        int other = doubt->first == explanation->individual ? doubt->second : doubt->first;
        if (!any) buffer_add_text(out, "\nDoubts about these remains\n\n");
        any = true;
        layout_wrap(out, "  ", "  ",
                    arena_format(arena, "%s and %s: one person rather than unrelated by %s, "
                                        "siblings rather than unrelated by %s. This must be "
                                        "settled, or said with any name.",
                                 identification_code(run, explanation->individual),
                                 identification_code(run, other),
                                 ratio_text(arena, doubt->log10_same),
                                 ratio_text(arena, doubt->log10_siblings)));
    }
}

void explain_rivals(struct arena *arena, const struct explanation *explanation,
                    struct buffer *out) {
    write_joint(arena, explanation, out);
    write_list(arena, explanation, true, explanation->other_person, explanation->other_persons,
               out);
    write_list(arena, explanation, false, explanation->other_individual,
               explanation->other_individuals, out);
    write_doubts(arena, explanation, out);
}
