#include "record/user_list.h"

#include <stdlib.h>
#include <string.h>

#include "record/vault.h"
#include "schema/quote.h"

/* The last revision in the order of the log is the one that authority goes by. */
static bool read_fields(struct arena *arena, struct digester *digester, struct store *store,
                        struct user_line *line, struct error *error) {
    struct identifier rec = line->user->id;
    struct vault_contents contents;
    struct log_line *revisions;
    size_t count;
    rec.text[0] = IDENTIFIER_RECORD;
    if (!log_revisions(arena, store, &rec, UINT64_MAX, &revisions, &count, error)) return false;
    if (count == 0)
        return error_set(error, ERROR_CORRUPT, "the record of %s is missing", line->user->id.text);
    if (!vault_load(arena, digester, store, &revisions[count - 1], &contents, error))
        return error_within(error, "%s", line->user->id.text);
    line->fields = contents.fields;
    const json_t *name = json_object_get(contents.fields, "name");
    const char *text = json_string_value(json_object_get(name, "text"));
    line->name = text ? text : "";
    return true;
}

static bool is_taken(const struct authority_user *user, const struct public_key *key) {
    for (size_t i = 0; i < user->key_count; i++)
        if (user->key[i].active &&
            memcmp(user->key[i].key.byte, key->byte, SIGN_PUBLIC_SIZE) == 0)
            return true;
    return false;
}

static bool read_keys(struct arena *arena, struct store *store, struct user_line *line,
                      struct error *error) {
    struct user_key *keys;
    size_t count, taken = 0;
    if (!user_key_list(arena, store, &line->user->id, &keys, &count, error)) return false;
    for (size_t i = 0; i < count; i++)
        if (is_taken(line->user, &keys[i].public_key)) keys[taken++] = keys[i];
    line->key = keys;
    line->key_count = taken;
    return true;
}

static int by_making(const void *left, const void *right) {
    const struct user_line *one = left, *other = right;
    return (one->user->made > other->user->made) - (one->user->made < other->user->made);
}

bool user_list_open(struct arena *arena, struct digester *digester, struct store *store,
                    const struct authority *authority, struct user_list *out_list,
                    struct error *error) {
    struct user_list list = {
        .line = arena_new(arena, struct user_line, authority->user_count)};
    bool done = true;
    while (done && list.count < authority->user_count) {
        struct user_line *line = &list.line[list.count];
        line->user = authority->user[list.count++];
        done = read_fields(arena, digester, store, line, error) &&
               read_keys(arena, store, line, error);
    }
    if (!done) {
        user_list_close(&list);
        return false;
    }
    if (list.count > 1) qsort(list.line, list.count, sizeof *list.line, by_making);
    *out_list = list;
    return true;
}

void user_list_close(struct user_list *list) {
    for (size_t i = 0; i < list->count; i++) json_decref(list->line[i].fields);
    list->count = 0;
}

bool user_list_find(const struct user_list *list, const char *name,
                    const struct user_line **out_line, struct error *error) {
    const struct user_line *found = NULL;
    char known[400] = "";
    for (size_t i = 0; i < list->count; i++) {
        const struct user_line *line = &list->line[i];
        if (strcmp(line->user->id.text, name) == 0) {
            *out_line = line;
            return true;
        }
        struct quoted shown = quote(*line->name ? line->name : line->user->id.text);
        if (strlen(known) + strlen(shown.text) + 3 < sizeof known)
            strcat(strcat(known, *known ? ", " : ""), shown.text);
        if (!schema_same_word(line->name, name)) continue;
        if (found)
            return error_set(error, ERROR_CONFLICT, "several users are called \"%s\"; give the "
                             "identifier that cairn user shows", quote(name).text);
        found = line;
    }
    if (!found)
        return error_set(error, ERROR_NOT_FOUND, "nobody here is called \"%s\"; there are %s",
                         quote(name).text, known);
    *out_line = found;
    return true;
}
