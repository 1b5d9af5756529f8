#include "web/media_file.h"

#include <stdlib.h>
#include <string.h>

#include "http/page_pictures.h"
#include "record/head.h"
#include "store/statements.h"

bool media_is_drawn(const char *media_type) {
    return !strcmp(media_type, "image/jpeg") || !strcmp(media_type, "image/png");
}

unsigned media_original_roles(void) {
    return schema_field_find(schema_find("media"), "place")->readers;
}

/* Those whose work it is, with a family's consent or without: who adds pictures, has originals, or
 * reads of families. Others see it because the family lets them. */
static unsigned working_roles(void) {
    return schema_find("media")->signers | media_original_roles() | schema_find("person")->readers;
}

static bool is_refused(const struct visit *visit, int64_t index, bool *out_refused,
                       struct error *error) {
    struct query *query;
    if (!query_open(visit->tables->store, &MEDIA_REFUSED, &query, error)) return false;
    query_bind_int(query, 1, index);
    bool done = query_step(query, out_refused, error);
    query_close(query);
    return done;
}

bool media_may_see(const struct visit *visit, int64_t index, bool *out_sees, struct error *error) {
    struct query *query;
    bool row, done, refused = false;
    if (!(visit->roles & working_roles()) && !is_refused(visit, index, &refused, error)) return false;
    *out_sees = !refused && schema_may_look(schema_find("media"), visit->roles);
    if (!query_open(visit->tables->store, &MEDIA_SHOWS, &query, error)) return false;
    query_bind_int(query, 1, index);
    while ((done = query_step(query, &row, error)) && row) {
        const struct schema *schema = schema_find(query_text(query, 0));
        if (!schema || !schema_may_look(schema, visit->roles)) *out_sees = false;
    }
    query_close(query);
    return done;
}

/* ------------------------------------------------------------------ one file */

/* The number of its attachment; 0: it has no file. */
static bool read_number(const struct visit *visit, int64_t index, size_t *out_number,
                        struct error *error) {
    const struct table *table = tables_find(visit->tables, "media");
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, &table->row, &query, error)) return false;
    json_t *fields = json_object();
    query_bind_int(query, 1, index);
    bool done =
        query_step(query, &row, error) && (!row || tables_fields(table, query, fields, error));
    query_close(query);
    const char *number = json_string_value(json_object_get(fields, "file"));
    *out_number = number ? strtoul(number, NULL, 10) : 0;
    json_decref(fields);
    return done;
}

static bool find_media(const struct visit *visit, const char *rec, int64_t *out_index,
                       struct error *error) {
    struct head head;
    if (!head_find(visit->arena, visit->tables, rec, &head, error)) return false;
    *out_index = head.index;
    return (head.table && !strcmp(head.table->schema->kind, "media")) ||
           error_set(error, ERROR_NOT_FOUND, "%s",
                     say(visit->language, "There is no such record."));
}

bool media_may_see_record(const struct visit *visit, const char *rec, bool *out_sees,
                          struct error *error) {
    int64_t index;
    return find_media(visit, rec, &index, error) && media_may_see(visit, index, out_sees, error);
}

bool media_file_find(const struct visit *visit, const char *rec, struct attachment *out_attachment,
                     struct error *error) {
    struct attachment *list;
    size_t count, number;
    int64_t index;
    bool sees;
    if (!find_media(visit, rec, &index, error) || !media_may_see(visit, index, &sees, error))
        return false;
    if (!sees)
        return error_set(error, ERROR_DENIED, "%s",
                         say(visit->language, "It shows what is for other roles."));
    if (!read_number(visit, index, &number, error) ||
        !attachment_list(visit->arena, visit->investigation, (uint64_t)index, &list, &count, error))
        return false;
    if (number < 1 || number > count || !list[number - 1].path || !list[number - 1].name)
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "This record has no file that could be opened."));
    *out_attachment = list[number - 1];
    return true;
}

/* ------------------------------------------------------------------ grids */

static const char *text_at(const struct visit *visit, struct query *query, int column) {
    return query_is_null(query, column) ? "" : arena_copy(visit->arena, query_text(query, column));
}

static bool show_tile(const struct visit *visit, struct query *query,
                      struct page_pictures_tiles *out, struct error *error) {
    const char *rec = text_at(visit, query, 1), *type = text_at(visit, query, 3);
    bool sees;
    *out = (struct page_pictures_tiles){
        .address = record_address(visit->arena, rec),
        .label = text_at(visit, query, 2),
        .type = *type ? type : say(visit->language, "no file"),
        .view = choice_named(visit, "media", "view", text_at(visit, query, 4)),
        .caption = text_at(visit, query, 5)};
    if (!media_may_see(visit, query_int(query, 0), &sees, error)) return false;
    if (!sees) out->type = say(visit->language, "for other roles");
    else if (media_is_drawn(type)) out->small = arena_format(visit->arena, "/media/%s/small", rec);
    return *out->label || record_label(visit, rec, &out->label, error);
}

static bool open_grid(const struct visit *visit, const struct statement *statement,
                      const char *about, int64_t most, int64_t first, struct query **out_query,
                      struct error *error) {
    if (!query_open(visit->tables->store, statement, out_query, error)) return false;
    if (about) query_bind_text(*out_query, 1, about);
    query_bind_int(*out_query, 1 + (about != NULL), most);
    query_bind_int(*out_query, 2 + (about != NULL), first);
    return true;
}

bool media_grid(const struct visit *visit, const struct statement *statement, const char *about,
                int64_t most, int64_t first, struct page_pictures *out_grid, struct error *error) {
    struct page_pictures_tiles *tiles =
        arena_new(visit->arena, struct page_pictures_tiles, (size_t)most);
    struct query *query;
    size_t count = 0;
    bool row, done;
    if (!open_grid(visit, statement, about, most, first, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row)
        if (!(done = show_tile(visit, query, &tiles[count++], error))) break;
    query_close(query);
    *out_grid = (struct page_pictures){.tiles = tiles, .tiles_count = count};
    return done;
}

bool media_count(const struct visit *visit, const struct statement *statement, const char *about,
                 int64_t *out_count, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, statement, &query, error)) return false;
    if (about) query_bind_text(query, 1, about);
    bool done = query_step(query, &row, error);
    if (done) *out_count = query_int(query, 0);
    query_close(query);
    return done;
}
