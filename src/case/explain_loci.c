#include "case/explain_parts.h"

#include <math.h>

#include "case/layout.h"
#include "case/linkage.h"
#include "case/ratio_text.h"
#include "case/relation.h"

enum { LOCUS = 10, REMAINS = 10, GENOTYPE = 12, BESIDE_REMAINS = 3, BESIDE_LOCUS = 5 };

/* The typed members of the family, the missing person first. */
static int list_typed(const struct explanation *explanation, int *typed) {
    const struct family *family = explanation_family(explanation);
    int person = explanation_person(explanation), count = 0;
    if (family->profile[person]) typed[count++] = person;
    for (int i = 0; i < family->pedigree.count; i++)
        if (i != person && family->profile[i]) typed[count++] = i;
    return count;
}

static void write_heads(const struct explanation *explanation, const int *typed, int count,
                        const char *first, const char *second, struct buffer *out) {
    const struct pedigree *pedigree = &explanation_family(explanation)->pedigree;
    buffer_add_text(out, first);
    for (int i = 0; i < count; i++) layout_cell(out, pedigree->person[typed[i]].id, GENOTYPE);
    layout_end_line(out);
    buffer_add_text(out, second);
    for (int i = 0; i < count; i++) {
        const char *word = relation_of(pedigree, explanation_person(explanation), typed[i]);
        layout_cell(out, typed[i] == explanation_person(explanation) ? "direct" : word, GENOTYPE);
    }
    layout_end_line(out);
}

static void write_genotypes(struct arena *arena, const struct explanation *explanation,
                            const int *typed, int count, int marker, struct buffer *out) {
    const struct family *family = explanation_family(explanation);
    const struct marker *locus = &explanation->run->dataset->panel.marker[marker];
    for (int i = 0; i < count; i++)
        layout_cell(out,
                    explanation_genotype(arena, locus, family->profile[typed[i]]->genotype[marker]),
                    GENOTYPE);
    layout_end_line(out);
}

/* Allele numbers that were read in any part of the remains: at most `most`. */
static int list_alleles(const struct explanation *explanation, int marker, int *allele, int most) {
    const struct identification *run = explanation->run;
    const struct individual *individual = &run->individuals.individual[explanation->individual];
    int count = 0;
    for (int i = 0; i < individual->count; i++) {
        const struct profile *profile = run->dataset->remains[individual->remains[i]].profile;
        if (!profile) continue;
        int seen[2] = {profile->genotype[marker].a, profile->genotype[marker].b};
        for (int s = 0; s < 2; s++) {
            bool known = seen[s] < 0;
            for (int a = 0; a < count && !known; a++) known = allele[a] == seen[s];
            if (!known && count < most) allele[count++] = seen[s];
        }
    }
    return count;
}

static const char *frequency_text(struct arena *arena, double frequency) {
    if (frequency < 0.00095) return arena_format(arena, "%.1e", frequency);
    const char *text = arena_format(arena, "%.4f", frequency);
    return *text == '0' ? text + 1 : text;
}

static void write_notes(struct arena *arena, const struct explanation *explanation,
                        const struct provenance *provenance, int marker, struct buffer *out) {
    const struct identification *run = explanation->run;
    const struct panel *panel = &run->dataset->panel;
    const struct individual *individual = &run->individuals.individual[explanation->individual];
    const char *note = explanation_note(arena, explanation, marker);
    int allele[8], count = list_alleles(explanation, marker, allele, 8);
    /* Where nothing was read the table shows it. */
    if (note && count) layout_wrap(out, "            - ", "              ", note);
    for (int a = 0; a < count; a++)
        if (provenance_unseen(provenance, panel, marker, allele[a]))
            layout_wrap(out, "            - ", "              ",
                        arena_format(arena, "allele %s has no frequency in the table: %g is used",
                                     panel->marker[marker].allele[allele[a]],
                                     panel->marker[marker].frequency[allele[a]]));
    if (!explanation_parts_differ(explanation, marker)) return;
    const char *parts = "read differently in the parts:";
    for (int i = 0; i < individual->count; i++) {
        const struct remains *remains = &run->dataset->remains[individual->remains[i]];
        if (!remains->profile || remains->profile->genotype[marker].a < 0) continue;
        parts = arena_format(arena, "%s %s %s;", parts, remains->code,
                             explanation_genotype(arena, &panel->marker[marker],
                                                  remains->profile->genotype[marker]));
    }
    layout_wrap(out, "            - ", "              ",
                arena_format(arena, "%s taken together", parts));
}

static void write_locus(struct arena *arena, const struct explanation *explanation, int marker,
                        struct buffer *out) {
    const struct marker *locus = &explanation->run->dataset->panel.marker[marker];
    const struct explained_locus *explained = &explanation->locus[marker];
    buffer_add_text(out, "  ");
    layout_cell(out, locus->name, LOCUS);
    /* A star: nobody of the blood is typed there, and mutation alone makes the difference. */
    if (explained->left_out && fabs(explained->log10_ratio) >= 0.0005)
        buffer_format(out, "%+8.3f* ", explained->log10_ratio);
    else if (explained->left_out) buffer_format(out, "%8s  ", "left out");
    else if (explained->log10_ratio == -INFINITY) buffer_format(out, "%8s  ", "LR = 0");
    else buffer_format(out, "%+8.3f%s ", explained->log10_ratio, explained->excluded ? "!" : " ");
    struct genotype seen = explanation_together(explanation, marker);
    layout_cell(out, explanation_genotype(arena, locus, seen), REMAINS);
    const char *text = seen.a >= 0 ? frequency_text(arena, locus->frequency[seen.a]) : "";
    if (seen.a >= 0 && seen.b >= 0 && seen.b != seen.a)
        text = arena_format(arena, "%s %s", text,
                            frequency_text(arena, locus->frequency[seen.b]));
    layout_cell(out, text, GENOTYPE);
}

/* Those who have no place beside the remains. */
static void write_further(struct arena *arena, const struct explanation *explanation,
                          const int *typed, int count, struct buffer *out) {
    const struct panel *panel = &explanation->run->dataset->panel;
    for (int from = 0; from < count; from += BESIDE_LOCUS) {
        int here = count - from < BESIDE_LOCUS ? count - from : BESIDE_LOCUS;
        buffer_add_text(out, "\n");
        write_heads(explanation, typed + from, here, "  locus     ", "            ", out);
        for (int m = 0; m < panel->count; m++) {
            buffer_add_text(out, "  ");
            layout_cell(out, panel->marker[m].name, LOCUS);
            write_genotypes(arena, explanation, typed + from, here, m, out);
        }
    }
}

void explain_loci(struct arena *arena, const struct explanation *explanation,
                  const struct provenance *provenance, struct buffer *out) {
    const struct panel *panel = &explanation->run->dataset->panel;
    int *typed = arena_new(arena, int, explanation_family(explanation)->pedigree.count);
    int count = list_typed(explanation, typed);
    int beside = count < BESIDE_REMAINS ? count : BESIDE_REMAINS;
    buffer_add_text(out, "\nLocus by locus\n\n");
    write_heads(explanation, typed, beside,
                "  locus     log10 LR  remains   frequency   ",
                "                                of remains  ", out);
    for (int m = 0; m < panel->count; m++) {
        write_locus(arena, explanation, m, out);
        write_genotypes(arena, explanation, typed, beside, m, out);
        write_notes(arena, explanation, provenance, m, out);
    }
    buffer_add_text(out, "  ");
    layout_cell(out, "sum", LOCUS);
    buffer_format(out, "%+8.3f  over %d loci, %d of them excluded; ratio %s\n",
                  explanation->log10_ratio, explanation->loci, explanation->exclusions,
                  ratio_text(arena, explanation->log10_ratio));
    write_further(arena, explanation, typed + beside, count - beside, out);
    const char *warning[LINKAGE_SENTENCES];
    int warnings = linkage_warnings(arena, panel, warning);
    buffer_add_text(out, "\n");
    layout_wrap(out, "  ", "  ",
                "11/13: two alleles; 11/11: one peak; 11/-: the other is not known; a dot: "
                "not typed; !: impossible without mutation.");
    for (int i = 0; i < warnings; i++)
        layout_wrap(out, "  Note: ", "  ", arena_format(arena, "%s.", warning[i]));
}
