#include "case/explain_parts.h"

#include <math.h>

#include "base/decimal.h"
#include "base/utf8.h"
#include "case/layout.h"
#include "case/ratio_text.h"

static void write_others(struct arena *arena, const struct provenance *provenance,
                         struct buffer *out) {
    buffer_add_text(out, "\nOther evidence (not part of the ratio, nor of the posterior)\n\n");
    if (!provenance->others) buffer_add_text(out, "  nothing else stands in the tables\n");
    const char *before = NULL;
    for (int i = 0; i < provenance->others; i++) {
        const struct other_evidence *other = &provenance->other[i];
        if (other->subject != before)
            buffer_format(out, "  %s (%s, line %d)\n", other->subject, other->file, other->line);
        before = other->subject;
        layout_field(out, 4, utf8_harmless_copy(arena, other->name), 16,
                     utf8_harmless_copy(arena, other->value));
    }
}

static void write_line(struct buffer *out, const char *name, const char *text) {
    layout_field(out, 2, name, 16, text);
}

static const char *prior_text(struct arena *arena, const struct prior *prior) {
    static const char *const sexes[] = {"men: ", "women: "};
    const char *text = "incident;";
    if (prior->kind == PRIOR_FLAT)
        return "flat: every assignment weighs alike; for comparing programs, not for decisions";
    for (int class = 0; class < 1 + prior->by_sex; class++)
        text = arena_format(arena, "%s%s %sN = %.0f missing in all, m = %d of them listed with an "
                                   "informative relative, U = %.0f not; %d individuals found",
                            text, class ? ";" : "", prior->by_sex ? sexes[class] : "",
                            prior->total[class], prior->listed[class],
                            prior->total[class] - prior->listed[class],
                            prior->individuals[class]);
    return text;
}

static const char *dropout_text(struct arena *arena, const struct explanation *explanation) {
    const struct identification *run = explanation->run;
    const struct individual *individual = &run->individuals.individual[explanation->individual];
    const struct family *family = explanation_family(explanation);
    const char *text = "";
    int count = 0;
    for (int i = 0; i < individual->count; i++) {
        const struct remains *remains = &run->dataset->remains[individual->remains[i]];
        if (remains->profile)
            text = arena_format(arena, "%s%s%s %g", text, count++ ? ", " : "", remains->code,
                                remains->profile->dropout);
    }
    for (int i = 0; i < family->pedigree.count; i++)
        if (family->profile[i] && family->profile[i]->dropout > 0)
            text = arena_format(arena, "%s%s%s %g", text, count++ ? ", " : "",
                                family->pedigree.person[i].id, family->profile[i]->dropout);
    return arena_format(arena, "%s; everybody else 0 (per allele)", text);
}

static void write_models(struct arena *arena, const struct marker *marker, struct buffer *out) {
    const struct mutation_model *male = &marker->model[MALE_PARENT];
    const struct mutation_model *female = &marker->model[FEMALE_PARENT];
    const char *name = mutation_kind_name(male->kind);
    if (male->kind != female->kind)
        name = arena_format(arena, "%s | %s", name, mutation_kind_name(female->kind));
    const char *same = male->range == female->range && male->rate2 == female->rate2 ? NULL : " | ";
    buffer_add_text(out, "    ");
    layout_cell(out, marker->name, 14);
    layout_cell(out, name, 14);
    buffer_format(out, "%-10g%-10g", male->rate, female->rate);
    buffer_format(out, "%g%s", male->rate2, same ? same : "");
    if (same) buffer_format(out, "%g", female->rate2);
    buffer_format(out, "   %g%s", male->range, same ? same : "");
    if (same) buffer_format(out, "%g", female->range);
    buffer_add_text(out, marker->chromosome == X_CHROMOSOME ? "   on X\n" : "\n");
}

static void write_mutation(struct arena *arena, const struct explanation *explanation,
                           const struct provenance *provenance, struct buffer *out) {
    const struct panel *panel = &explanation->run->dataset->panel;
    write_line(out, "mutation", provenance_mutation(arena, provenance, panel));
    bool any = false;
    for (int m = 0; m < panel->count; m++) any = any || marker_mutates(&panel->marker[m]);
    if (!any) return;
    buffer_add_text(out, "    locus         model         father    mother    rate2   range\n");
    for (int m = 0; m < panel->count; m++) write_models(arena, &panel->marker[m], out);
}

void explain_sources(struct arena *arena, const struct explanation *explanation,
                     const struct provenance *provenance, struct buffer *out) {
    const struct identification *run = explanation->run;
    write_others(arena, provenance, out);
    buffer_add_text(out, "\nParameters\n\n");
    write_line(out, "program", "cairn " CAIRN_VERSION ", engine " ENGINE_VERSION);
    write_line(out, "prior", prior_text(arena, &run->prior));
    write_line(out, "theta", decimal_of(run->dataset->theta).text);
    write_line(out, "drop-out", dropout_text(arena, explanation));
    write_line(out, "individuals",
               run->options.group
                   ? arena_format(arena,
                                  "remains with a ratio of at least %s for one person are "
                                  "taken together",
                                  ratio_text(arena, log10(run->options.group_threshold)))
                   : "every number stands for itself");
    write_line(out, "frequencies", provenance_frequencies(arena, provenance, &run->dataset->panel));
    write_mutation(arena, explanation, provenance, out);
}
