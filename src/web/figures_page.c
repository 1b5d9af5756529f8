/* All figures, each with what it is of; and as a file. */
#include <string.h>

#include "case/counts_text.h"
#include "http/page_figures.h"
#include "web/figures.h"

/* ------------------------------------------------------------------ the page */

enum { SECTIONS = 5 };

static int section_of(const struct count_figure *figure) {
    switch (figure->unit) {
    case COUNT_REMAINS: return figure->reading == COUNT_CENSUS ? 0 : 4;
    case COUNT_ELEMENTS: return 1;
    case COUNT_DISTINCT:
    case COUNT_INDIVIDUALS: return 2;
    case COUNT_PERSONS: break;
    }
    return 3;
}

static const char *section_name(const struct visit *visit, int section) {
    const char *const names[SECTIONS] = {
        say(visit->language, "Remains: numbers given, which are not people"),
        say(visit->language, "Bones"), say(visit->language, "Individuals"),
        say(visit->language, "Persons"), say(visit->language, "Remains: what was seen of them")};
    return names[section];
}

static bool show_one(const struct visit *visit, const struct counts *counts,
                     const struct count_figure *figure, struct page_figures_sections_figures *out,
                     struct error *error) {
    struct count_table *table = arena_new(visit->arena, struct count_table, 1);
    if (!counts_tally(visit->arena, counts, figure, COUNT_BY_NOTHING, visit->roles, table, error))
        return false;
    *out = (struct page_figures_sections_figures){
        .title = figure_title(visit, figure),
        .unit = figure_unit(visit, figure),
        .address = arena_format(visit->arena, "/figures/%s", figure->name),
        .tally = figure_tally(visit, table, &table->all),
        .picture = figure_picture(visit, figure, &table->all)};
    return true;
}

static bool show_section(const struct visit *visit, const struct counts *counts, int section,
                         struct page_figures *page, struct error *error) {
    struct page_figures_sections *out =
        (struct page_figures_sections *)&page->sections[page->sections_count];
    struct page_figures_sections_figures *figures =
        arena_new(visit->arena, struct page_figures_sections_figures, count_figure_count);
    for (int i = 0; i < count_figure_count; i++) {
        if (section_of(&count_figures[i]) != section) continue;
        if (!count_figure_may_read(&count_figures[i], visit->roles)) page->hidden++;
        else if (!show_one(visit, counts, &count_figures[i], &figures[out->figures_count++], error))
            return false;
    }
    out->name = section_name(visit, section);
    out->figures = figures;
    page->sections_count += out->figures_count > 0;
    return true;
}

static bool show_all(struct visit *visit, const struct counts *counts, struct error *error) {
    struct page_figures page = {.sections =
                                    arena_new(visit->arena, struct page_figures_sections, SECTIONS),
                                .notes = figure_notes(visit, counts)};
    for (int section = 0; section < SECTIONS; section++)
        if (!show_section(visit, counts, section, &page, error)) return false;
    page.frame = visit_frame(visit, say(visit->language, "Count"), "/figures");
    page_figures(visit_page(visit), &page);
    return true;
}

/* ------------------------------------------------------------------ the file */

static bool write_all(const struct visit *visit, const struct counts *counts, bool as_json,
                      struct buffer *out, struct error *error) {
    struct json json = json_to(out);
    struct count_table table;
    if (as_json) json_open_list(&json);
    else counts_csv_names(out);
    for (int i = 0; i < count_figure_count; i++) {
        if (!count_figure_may_read(&count_figures[i], visit->roles)) continue;
        if (!counts_tally(visit->arena, counts, &count_figures[i], COUNT_BY_NOTHING, visit->roles,
                          &table, error))
            return false;
        if (as_json) counts_write_json(&json, &table);
        else counts_write_csv(visit->arena, &table, out);
    }
    if (as_json) json_close_list(&json);
    return true;
}

static bool give_all(struct visit *visit, const struct counts *counts, bool as_json,
                     struct error *error) {
    struct buffer out = {0};
    bool done = write_all(visit, counts, as_json, &out, error);
    if (done) respond_file(visit, &out, "figures", as_json);
    buffer_close(&out);
    return done;
}

bool show_figures(struct visit *visit, struct error *error) {
    const char *as = request_query(visit->request, "as");
    const struct counts *counts;
    struct kept *kept;
    if (!figures_hold(visit, &kept, &counts, error)) return false;
    bool done =
        as ? give_all(visit, counts, !strcmp(as, "json"), error) : show_all(visit, counts, error);
    kept_release(&visit->web->counts, kept);
    return done;
}
