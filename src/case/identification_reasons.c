/* Who could not be proposed, and why: one reason an individual. */
#include "case/identification_parts.h"
#include "case/layout.h"
#include "case/probability_text.h"

static void write_heading(const struct identification_page *page, enum verdict_kind kind,
                          const char *text) {
    buffer_format(page->out, "\n%s: %d individual%s\n\n", text, page->verdicts->count[kind],
                  page->verdicts->count[kind] == 1 ? "" : "s");
}

static void write_summary(const struct identification_page *page) {
    int all = page->run->individuals.count;
    buffer_format(page->out, "\nNot proposed: %d of %d individuals\n\n",
                  all - page->verdicts->count[VERDICT_PROPOSED], all);
    for (int k = 0; k < VERDICT_KINDS_WITHOUT_NAME; k++) {
        enum verdict_kind kind = VERDICTS_WITHOUT_NAME[k];
        int count = page->verdicts->count[kind];
        if (!count) continue;
        struct buffer first = {0};
        buffer_format(&first, "  %-17s%6d  ", verdict_name(kind), count);
        layout_wrap(page->out, buffer_text(&first), "                           ",
                    verdict_reason(kind));
        buffer_close(&first);
    }
}

/* ------------------------------------------------------------------ indistinguishable */

static const char *persons_of(const struct identification_page *page, const struct alike *alike) {
    const char *list = "";
    for (int j = 0; j < alike->persons; j++)
        list = arena_format(page->arena, "%s%s%s", list, j ? " or " : "",
                            identification_person(page->run, alike->missing[j]));
    return list;
}

/* The posterior that an individual is any of the group's persons; the least over the group. */
static double least_of_group(const struct identification_page *page, const struct alike *alike) {
    const struct identification *run = page->run;
    double least = 1;
    for (int i = 0; i < alike->individuals; i++) {
        int individual = alike->individual[i];
        double sum = 0;
        for (size_t p = run->pairwise.first_of_individual[individual];
             p < run->pairwise.first_of_individual[individual + 1]; p++)
            for (int j = 0; j < alike->persons; j++)
                if (run->pairwise.pairing[p].missing == alike->missing[j])
                    sum += run->posterior[p];
        if (sum < least) least = sum;
    }
    return least;
}

/* A group is shown where it is somebody's reason. */
static bool is_reason(const struct identification_page *page, int group) {
    const struct alike *alike = &page->run->alike[group];
    for (int i = 0; i < alike->individuals; i++)
        if (page->verdicts->of[alike->individual[i]].kind == VERDICT_ALIKE) return true;
    return false;
}

static void write_alike(const struct identification_page *page) {
    write_heading(page, VERDICT_ALIKE, "Indistinguishable");
    for (int a = 0; a < page->run->alike_count; a++) {
        const struct alike *alike = &page->run->alike[a];
        if (!is_reason(page, a)) continue;
        const char *codes = "";
        for (int i = 0; i < alike->individuals; i++)
            codes = arena_format(page->arena, "%s%s%s", codes, i ? ", " : "",
                                 identification_codes(page, alike->individual[i]));
        layout_wrap(page->out, "  ", "      ",
                    arena_format(page->arena, "%s: %s%s (family %s); posterior %s%s", codes,
                                 alike->individuals > 1 ? "each may be " : "",
                                 persons_of(page, alike),
                                 identification_family(page->run, alike->missing[0]),
                                 probability_text(page->arena, least_of_group(page, alike)),
                                 alike->persons > 1 ? " for any of them" : ""));
    }
    buffer_add_text(page->out, "\n");
    layout_wrap(page->out, "  ", "  ",
                "What could tell them apart: a child or an object of one of them, or what is not "
                "DNA.");
}

/* ------------------------------------------------------------------ doubts */

static void write_doubts(const struct identification_page *page) {
    const struct individuals *individuals = &page->run->individuals;
    if (!individuals->doubts) return;
    buffer_format(page->out, "\nUnclear whether one person: %d pair%s of individuals\n\n",
                  individuals->doubts, individuals->doubts == 1 ? "" : "s");
    buffer_add_text(page->out, "  doubt  ");
    layout_cell(page->out, "first", page->code_width);
    layout_cell(page->out, "second", page->code_width);
    buffer_add_text(page->out, "one person  siblings  proposed above\n");
    for (int d = 0; d < individuals->doubts; d++) {
        const struct doubt *doubt = &individuals->doubt[d];
        bool first = page->verdicts->of[doubt->first].kind == VERDICT_PROPOSED;
        bool second = page->verdicts->of[doubt->second].kind == VERDICT_PROPOSED;
        buffer_format(page->out, "  %-7d", d + 1);
        layout_cell(page->out, identification_code(page->run, doubt->first), page->code_width);
        layout_cell(page->out, identification_code(page->run, doubt->second), page->code_width);
        buffer_format(page->out, "%10.2f%10.2f  %s\n", doubt->log10_same, doubt->log10_siblings,
                      first && second ? "both" : first ? "first" : second ? "second" : "neither");
    }
    buffer_add_text(page->out, "\n");
    layout_wrap(page->out, "  ", "  ",
                "Numbers: log10 of how many times more probable the two profiles are if they are "
                "of one person, or of full siblings, than of strangers. The pair was weighed as "
                "two people; whoever decides on a name for one has to look at the other.");
}

/* ------------------------------------------------------------------ lists of codes */

static void write_list(const struct identification_page *page, enum verdict_kind kind,
                       const char *heading) {
    if (!page->verdicts->count[kind]) return;
    write_heading(page, kind, heading);
    struct buffer list = {0};
    for (int i = 0; i < page->run->individuals.count; i++) {
        if (page->verdicts->of[i].kind != kind) continue;
        buffer_format(&list, "%s%s", list.size ? ", " : "", identification_codes(page, i));
        if (kind == VERDICT_FEW_LOCI)
            buffer_format(&list, "(%d)", page->run->individuals.individual[i].loci);
    }
    layout_wrap(page->out, "  ", "  ", buffer_text(&list));
    buffer_close(&list);
}

void identification_reasons(const struct identification_page *page) {
    const int *count = page->verdicts->count;
    if (count[VERDICT_PROPOSED] == page->run->individuals.count) {
        write_doubts(page);
        return;
    }
    write_summary(page);
    if (count[VERDICT_ALIKE]) write_alike(page);
    if (count[VERDICT_CANDIDATE]) {
        write_heading(page, VERDICT_CANDIDATE, "Below the threshold, best candidate");
        identification_candidates(page);
    }
    write_doubts(page);
    write_list(page, VERDICT_FEW_LOCI, "Too few loci (how many)");
    write_list(page, VERDICT_NO_PROFILE, "No profile");
    write_list(page, VERDICT_NOBODY, "Fits nobody listed");
}
