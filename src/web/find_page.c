/* One box over everything that the person may see. */
#include <string.h>

#include "http/page_find.h"
#include "record/find.h"
#include "record/label.h"
#include "web/pages.h"

enum { HITS_MOST = 50, TEXT_MOST = 160 };

/* The words of the box, apart by blanks. */
static size_t split(struct arena *arena, const char *text, const char **out_word) {
    char *copy = arena_copy(arena, text), *rest;
    size_t count = 0;
    for (char *word = strtok_r(copy, " \t\n", &rest); word && count < FIND_WORDS_MOST;
         word = strtok_r(NULL, " \t\n", &rest))
        out_word[count++] = word;
    return count;
}

/* A text on one line, cut off where it is long, and not within a character. */
static const char *brief(struct arena *arena, const char *text) {
    char *copy = arena_copy(arena, text);
    size_t length = strlen(copy);
    for (char *at = copy; *at; at++)
        if (*at == '\n' || *at == '\t') *at = ' ';
    if (length <= TEXT_MOST) return copy;
    length = TEXT_MOST;
    while (length > 0 && ((unsigned char)copy[length] & 0xc0) == 0x80) length--;
    return arena_format(arena, "%.*s…", (int)length, copy);
}

static struct page_find_hits_fields found_in(const struct visit *visit, const struct table *table,
                                             const char *name, const char *text) {
    const struct schema_field *field = schema_field_find(table->schema, name);
    struct page_find_hits_fields found = {.text = brief(visit->arena, text)};
    found.name = field ? field_text(visit, field) : word_text(visit, name);
    for (int i = 0; field && field->type == FIELD_CHOICE && i < field->words.count; i++)
        if (!strcmp(field->words.word[i], text)) found.text = choice_of(visit, field, text);
    return found;
}

static bool show_hit(const struct visit *visit, const struct find_hit *hit,
                     struct page_find_hits *out, struct error *error) {
    struct page_find_hits_fields *fields =
        arena_new(visit->arena, struct page_find_hits_fields, hit->field_count);
    for (size_t i = 0; i < hit->field_count; i++)
        fields[i] = found_in(visit, hit->table, hit->field[i], hit->text[i]);
    *out = (struct page_find_hits){.kind = kind_text(visit, hit->table->schema),
                                   .address = record_address(visit->arena, hit->rec),
                                   .label = hit->code,
                                   .fields = fields,
                                   .fields_count = hit->field_count};
    return hit->code || record_label(visit, hit->rec, &out->label, error);
}

bool show_find(struct visit *visit, struct error *error) {
    const char *text = request_query(visit->request, "q");
    const char *word[FIND_WORDS_MOST];
    struct find_hit *hits = NULL;
    size_t count = 0, words = text ? split(visit->arena, text, word) : 0;
    struct page_find page = {.query = text ? text : "", .asked = words > 0};
    struct find find = {
        .words = word, .word_count = words, .roles = visit->roles, .most = HITS_MOST};
    if (words && (!visit_catch_up_words(visit, error) ||
                  !find_words(visit->arena, visit->tables, &find, &hits, &count, &page.more,
                              error)))
        return false;
    struct page_find_hits *list = arena_new(visit->arena, struct page_find_hits, count);
    for (size_t i = 0; i < count; i++)
        if (!show_hit(visit, &hits[i], &list[i], error)) return false;
    page.hits = list;
    page.hits_count = count;
    page.count = (long long)count;
    page.frame = visit_frame(visit, say(visit->language, "Find"), "/find");
    page_find(visit_page(visit), &page);
    return true;
}
