/* Media: in a table the path of a file below the table's folder, in an entry the number of an
 * attachment. */
#include <string.h>

#include "base/encode.h"
#include "base/files.h"
#include "case/import_parts.h"
#include "case/media_type.h"
#include "record/entry.h"
#include "schema/value.h"

/* A table comes from somebody else, and may not make this computer's files part of the record: by
 * its words here, by links in visit_path. */
static bool lies_below(const char *path) {
    if (*path == '/') return false;
    for (const char *at = path; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || !at[2])) return false;
    }
    return true;
}

struct attaching {
    struct import_plan *plan;
    struct import_record *record;
    const struct schema_field *field;
    const struct known_head *head;
};

/* Adds a file to those of the record; its number. */
static const char *attach(struct import_plan *plan, struct import_record *record,
                          const struct known_media *media) {
    struct known_media *list =
        arena_new(plan->arena, struct known_media, record->media_count + 1);
    if (record->media_count)
        memcpy(list, record->media, (size_t)record->media_count * sizeof *list);
    list[record->media_count] = *media;
    record->media = list;
    return arena_format(plan->arena, "%d", ++record->media_count);
}

static const struct known_media *find_kept(const struct known_head *head, const char *name) {
    for (int i = 0; head && i < head->media_count; i++)
        if (strcmp(head->media[i].name, name) == 0) return &head->media[i];
    return NULL;
}

struct seen {
    struct digester digester;
    uint64_t length;
    char head[MEDIA_TYPE_HEAD];
};

static bool see_piece(void *data, const void *bytes, size_t size, struct error *error) {
    struct seen *seen = data;
    (void)error;
    if (seen->length < sizeof seen->head) {
        size_t room = sizeof seen->head - seen->length;
        memcpy(seen->head + seen->length, bytes, size < room ? size : room);
    }
    digest_add(&seen->digester, bytes, size);
    seen->length += size;
    return true;
}

/* Its digest, length and type. */
static bool see_file(struct known_media *media, struct error *error) {
    struct seen seen = {.length = 0};
    if (!digest_open(&seen.digester, error)) return false;
    digest_begin(&seen.digester);
    bool good = files_read_pieces(media->path, see_piece, &seen, error);
    media->sha256 = digest_end(&seen.digester);
    media->length = seen.length;
    size_t head = seen.length < sizeof seen.head ? seen.length : sizeof seen.head;
    if (good) media->media_type = media_type_of_content(media->name, seen.head, head);
    digest_close(&seen.digester);
    return good;
}

static bool visit_path(void *data, const struct schema_field *field, const char *text,
                       const char **out_text, struct error *error) {
    struct attaching *attaching = data;
    struct import_plan *plan = attaching->plan;
    struct import_record *record = attaching->record;
    if (field->type != FIELD_MEDIA) return true;
    const char *name = arena_copy(plan->arena, text);
    if (!lies_below(name)) {
        import_refuse(plan, record, attaching->field,
                      "%s: \"%.100s\" does not lie below the table's folder: put the file there",
                      field->name, name);
        return true;
    }
    if (record->media_count == ENTRY_FILES_MOST) {
        import_refuse(plan, record, attaching->field, "%s: more than %d files", field->name,
                      ENTRY_FILES_MOST);
        return true;
    }
    const struct known_media *kept = find_kept(attaching->head, name);
    const char *folder = plan->file[record->file].folder;
    struct known_media media = {.path = files_join(plan->arena, folder, name),
                                 .name = name};
    enum file_kind kind = files_kind(media.path);
    bool below = true;
    if (kind == FILE_REGULAR &&
        !files_lies_below(plan->arena, folder, media.path, &below, error))
        return false;
    if (!below || (kind != FILE_REGULAR && kind != FILE_LOST)) {
        import_refuse(plan, record, attaching->field,
                      below ? "%s: \"%.100s\" is a folder or a pipe: name the file itself"
                            : "%s: \"%.100s\" is a link to a file outside the table's folder: put "
                              "the file there",
                      field->name, name);
        return true;
    }
    if (kind == FILE_REGULAR) {
        if (!see_file(&media, error)) return false;
    } else if (kept) {
        media = *kept;
    } else if (field->tier == TIER_PUBLIC) {
        import_refuse(plan, record, attaching->field,
                      "%s: there is no file \"%.100s\", and a public field cannot wait for it",
                      field->name, name);
        return true;
    } else {
        import_add_wait(plan, record, attaching->field, name);
        *out_text = arena_format(plan->arena, VALUE_WAITING "%s", name);
        return true;
    }
    *out_text = attach(plan, record, &media);
    return true;
}

bool import_media_value(struct import_plan *plan, struct import_record *record,
                        const struct schema_field *field, json_t *value,
                        const struct known_head *head, struct error *error) {
    struct attaching attaching = {plan, record, field, head};
    return value_walk(field, value, visit_path, &attaching, error);
}

/* ------------------------------------------------------------------ files that are there */

/* The file of a number, or NULL: one that waits has none, and one that is wrong neither. */
static int find_number(const char *text, int count) {
    int number = 0;
    for (; *text >= '0' && *text <= '9' && number <= count; text++)
        number = number * 10 + (*text - '0');
    return *text || number < 1 || number > count ? -1 : number - 1;
}

static bool visit_number(void *data, const struct schema_field *field, const char *text,
                         const char **out_text, struct error *error) {
    struct attaching *attaching = data;
    (void)error;
    if (field->type != FIELD_MEDIA) return true;
    int index = find_number(text, attaching->head->media_count);
    if (index < 0) return true;
    *out_text =
        attach(attaching->plan, attaching->record, &attaching->head->media[index]);
    return true;
}

bool import_media_keep(struct import_plan *plan, struct import_record *record,
                       const struct schema_field *field, json_t *value,
                       const struct known_head *head, struct error *error) {
    struct attaching attaching = {plan, record, field, head};
    return value_walk(field, value, visit_number, &attaching, error);
}

struct comparing {
    struct arena *arena;
    int count;
    const struct known_media *media;
    bool completed;
};

static const char *describe(struct arena *arena, const struct known_media *media) {
    char hex[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_HEX, media->sha256.byte, DIGEST_SIZE, hex);
    return arena_format(arena, "%s %s", hex, media->name);
}

static bool visit_comparable(void *data, const struct schema_field *field, const char *text,
                             const char **out_text, struct error *error) {
    struct comparing *comparing = data;
    (void)error;
    if (field->type != FIELD_MEDIA) return true;
    int index = find_number(text, comparing->count);
    if (index >= 0) *out_text = describe(comparing->arena, &comparing->media[index]);
    return true;
}

bool import_media_comparable(struct arena *arena, const struct schema_field *field, json_t *value,
                             int count, const struct known_media *media, struct error *error) {
    struct comparing comparing = {.arena = arena, .count = count, .media = media};
    return value_walk(field, value, visit_comparable, &comparing, error);
}

static bool visit_awaited(void *data, const struct schema_field *field, const char *text,
                          const char **out_text, struct error *error) {
    struct comparing *comparing = data;
    const char *path = value_waiting(text);
    (void)error;
    for (int i = 0; field->type == FIELD_MEDIA && path && i < comparing->count; i++) {
        if (strcmp(comparing->media[i].name, path) != 0) continue;
        *out_text = describe(comparing->arena, &comparing->media[i]);
        comparing->completed = true;
    }
    return true;
}

bool import_media_complete(struct arena *arena, const struct schema_field *field, json_t *value,
                           const struct import_record *record, bool *out_completed,
                           struct error *error) {
    struct comparing comparing = {
        .arena = arena, .count = record->media_count, .media = record->media};
    if (!value_walk(field, value, visit_awaited, &comparing, error)) return false;
    *out_completed = comparing.completed;
    return true;
}
