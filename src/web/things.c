#include "web/things.h"

#include <string.h>

#include "case/custody_text.h"
#include "http/page_things.h"
#include "web/chains.h"
#include "web/list.h"
#include "web/paging.h"
#include "web/query.h"

static const char NEVER[] = "never", ANY[] = "any";

/* Whoever has it, as an address says it: the user, else the name that was written. */
static const char *holder_of(const struct custody_thing *thing) {
    const struct custody_hand *holder = &thing->holder;
    return holder->user ? holder->user : holder->name ? holder->name : "";
}

/* One that no event names is nowhere: that is no state of a chain. */
static const char *state_of(const struct custody_thing *thing) {
    return thing->event_count ? custody_state_name(thing->state) : NEVER;
}

bool things_same_place(const struct custody_thing *one, const struct custody_thing *other) {
    return !strcmp(state_of(one), state_of(other)) && !strcmp(holder_of(one), holder_of(other));
}

const char *things_address(const struct visit *visit, const struct custody_thing *thing,
                           const char *kind) {
    const char *address =
        arena_format(visit->arena, "/custody/things?state=%s&with=%s", state_of(thing),
                     address_part(visit->arena, holder_of(thing)));
    return kind ? arena_format(visit->arena, "%s&kind=%s", address, kind) : address;
}

/* ------------------------------------------------------------------ what was asked for */

/* NULL: anything. Whoever has them may be anybody: of others there is nothing. */
struct asked {
    const char *state, *with, *kind, *gap;
};

static bool read_asked(const struct visit *visit, struct asked *out, struct error *error) {
    enum { STATES = CUSTODY_UNKNOWN + 1 };
    const char *states[STATES + 1], *gaps[CUSTODY_FAULTS + 1];
    const char **kinds = arena_new(visit->arena, const char *, visit->tables->count);
    int state = -1, kind = -1, gap = -1;
    for (int i = 0; i < STATES; i++) states[i] = custody_state_name((enum custody_state)i);
    for (int i = 0; i < CUSTODY_FAULTS; i++) gaps[i] = custody_fault_name((enum custody_fault_kind)i);
    for (int i = 0; i < visit->tables->count; i++) kinds[i] = visit->tables->table[i].schema->kind;
    states[STATES] = NEVER;
    gaps[CUSTODY_FAULTS] = ANY;
    if (!query_word(visit, "state", states, STATES + 1, &state, error) ||
        !query_word(visit, "kind", kinds, visit->tables->count, &kind, error) ||
        !query_word(visit, "gap", gaps, CUSTODY_FAULTS + 1, &gap, error))
        return false;
    *out = (struct asked){.state = state < 0 ? NULL : states[state],
                          .with = request_query(visit->request, "with"),
                          .kind = kind < 0 ? NULL : kinds[kind],
                          .gap = gap < 0 ? NULL : gaps[gap]};
    return true;
}

static bool has_fault(const struct custody_thing *thing, const char *gap) {
    if (!strcmp(gap, ANY)) return thing->gap_count > 0;
    for (int i = 0; i < thing->fault_count; i++)
        if (!strcmp(custody_fault_name(thing->fault[i].kind), gap)) return true;
    return false;
}

static bool is_asked(const struct asked *asked, const struct custody_thing *thing) {
    return (!asked->state || !strcmp(asked->state, state_of(thing))) &&
           (!asked->with || !strcmp(asked->with, holder_of(thing))) &&
           (!asked->kind || !strcmp(asked->kind, thing->kind)) &&
           (!asked->gap || has_fault(thing, asked->gap));
}

static const char *address_of(const struct visit *visit, const struct asked *asked) {
    const char *const part[][2] = {
        {"state", asked->state}, {"with", asked->with}, {"kind", asked->kind}, {"gap", asked->gap}};
    const char *address = "/custody/things";
    for (int i = 0; i < 4; i++)
        if (part[i][1])
            address =
                arena_format(visit->arena, "%s%c%s=%s", address, strchr(address, '?') ? '&' : '?',
                             part[i][0], address_part(visit->arena, part[i][1]));
    return address;
}

/* What the list is of: where they are, or which gap they have. */
static const char *name_of(const struct visit *visit, const struct asked *asked,
                           const struct custody_thing *first) {
    if (first && asked->state && asked->with) return chain_where(visit, first);
    for (int kind = 0; asked->gap && kind < CUSTODY_FAULTS; kind++)
        if (!strcmp(custody_fault_name((enum custody_fault_kind)kind), asked->gap))
            return say_word(visit->language, custody_fault_words((enum custody_fault_kind)kind));
    return asked->gap ? say(visit->language, "Gaps") : say(visit->language, "All things");
}

/* ------------------------------------------------------------------ the list */

static void show_row(const struct visit *visit, const struct custody_thing *thing,
                     struct page_things_rows *out) {
    struct page_things_rows_faults *faults =
        arena_new(visit->arena, struct page_things_rows_faults, thing->fault_count);
    for (int i = 0; i < thing->fault_count; i++)
        faults[i].text = say_word(visit->language, custody_fault_words(thing->fault[i].kind));
    *out = (struct page_things_rows){.label = thing->label,
                                     .address = chain_address(visit, thing->rec),
                                     .kind = chain_kind(visit, thing),
                                     .where = chain_where(visit, thing),
                                     .place = thing->place ? thing->place : "",
                                     .since = chain_time(visit, thing->since),
                                     .seal = thing->seal ? thing->seal : "",
                                     .faults = faults,
                                     .faults_count = (size_t)thing->fault_count};
}

static void show_list(struct visit *visit, const struct asked *asked,
                      const struct custody_thing *const *list, int count) {
    struct paging paging = paging_of(visit, count, LIST_PAGE);
    const char *address = address_of(visit, asked);
    char join = strchr(address, '?') ? '&' : '?';
    struct page_things_rows *rows = arena_new(visit->arena, struct page_things_rows, LIST_PAGE);
    struct page_things page = {.name = name_of(visit, asked, count ? list[0] : NULL),
                               .count = count,
                               .csv = arena_format(visit->arena, "%s%cas=csv", address, join),
                               .json = arena_format(visit->arena, "%s%cas=json", address, join),
                               .rows = rows,
                               .pager = paging_shown(visit, &paging, address, "")};
    for (long long i = paging.first; i < count && page.rows_count < LIST_PAGE; i++)
        show_row(visit, list[i], &rows[page.rows_count++]);
    page.frame = visit_frame(visit, page.name, "/custody");
    page_things(visit_page(visit), &page);
}

static void give(struct visit *visit, const struct custody *custody,
                 const struct custody_thing *const *list, int count, bool as_json) {
    struct buffer out = {0};
    struct json json = json_to(&out);
    if (as_json) {
        json_open_list(&json);
        for (int i = 0; i < count; i++) custody_write_json(&json, custody, list[i]);
        json_close_list(&json);
    } else {
        custody_write_csv(visit->arena, list, count, &out);
    }
    respond_file(visit, &out, "custody", as_json);
    buffer_close(&out);
}

bool show_things(struct visit *visit, struct error *error) {
    const char *as = request_query(visit->request, "as");
    struct asked asked;
    const struct custody *custody;
    struct kept *kept;
    int count = 0;
    if (!read_asked(visit, &asked, error) || !chains_hold(visit, &kept, &custody, error))
        return false;
    const struct custody_thing **list =
        arena_new(visit->arena, const struct custody_thing *, custody->thing_count);
    for (int i = 0; i < custody->thing_count; i++)
        if (is_asked(&asked, &custody->thing[i])) list[count++] = &custody->thing[i];
    if (as) give(visit, custody, list, count, !strcmp(as, "json"));
    else show_list(visit, &asked, list, count);
    kept_release(&visit->web->custody, kept);
    return true;
}
