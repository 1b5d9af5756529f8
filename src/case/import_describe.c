/* What a picture says of itself, put down with its record: in fields that the table has no column
 * for, when the file is new to the record. What the record says already stays, but for what is
 * about the bytes of a file that another has taken the place of. */
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "case/import_parts.h"
#include "case/media_record.h"
#include "schema/value.h"

/* The file of a record of the kind media; NULL: none, or it waits. */
static const struct known_media *file_of(const json_t *fields, int count,
                                         const struct known_media *media) {
    const char *text = json_string_value(json_object_get(fields, "file"));
    int number = text && strspn(text, "0123456789") == strlen(text) ? atoi(text) : 0;
    return number < 1 || number > count ? NULL : &media[number - 1];
}

/* Has the table a column for it? */
static bool has_column(const struct import_file *file, const char *name) {
    for (int i = 0; i < file->columns; i++)
        if (file->column[i] && strcmp(file->column[i]->field->name, name) == 0) return true;
    return false;
}

/* What another file cannot have in common with it. */
static bool is_of_bytes(const char *name) {
    return strcmp(name, "sha256") == 0 || strcmp(name, "length") == 0 ||
           strcmp(name, "media_type") == 0;
}

/* Once a record, however often the plan is made again. */
static bool look(struct import_plan *plan, struct import_record *record,
                 const struct known_media *media, struct error *error) {
    struct media_file file = {.name = media->name,
                              .source = media_source_of_path(media->path, media->length),
                              .sha256 = media->sha256,
                              .zone = EXIF_NONE};
    struct media_found found;
    if (record->described) return true;
    if (!media_describe(plan->arena, plan->children, &file, 0, &found, NULL, error)) return false;
    record->described = found.fields;
    record->remark = found.remark;
    return true;
}

/* A record may have said beforehand which file will come. */
static bool is_awaited(struct import_plan *plan, const struct import_record *record,
                       const struct known_head *head, const struct known_media *media) {
    const char *told = json_string_value(json_object_get(head->fields, "sha256"));
    char hex[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_HEX, media->sha256.byte, DIGEST_SIZE, hex);
    if (!told || strcmp(told, hex) == 0) return true;
    import_refuse(plan, record, schema_field_find(record->schema, "file"),
                  "file: the file %.100s is not the one whose SHA-256 the record has", media->name);
    return false;
}

bool import_describe(struct import_plan *plan, struct import_record *record,
                     const struct known_head *head, struct error *error) {
    const struct known_media *media = file_of(record->fields, record->media_count, record->media);
    const struct known_media *before = file_of(head->fields, head->media_count, head->media);
    const struct import_file *file = &plan->file[record->file];
    const char *name;
    json_t *value;
    record->from_file = false;
    if (strcmp(record->schema->kind, "media") != 0 || !media ||
        (before && digest_equal(&before->sha256, &media->sha256)))
        return true;
    if (!before && !has_column(file, "sha256") && !is_awaited(plan, record, head, media))
        return true;
    if (!look(plan, record, media, error)) return false;
    json_object_foreach(record->described, name, value) {
        bool there = json_object_get(record->fields, name) != NULL;
        if (has_column(file, name) || (there && !(before && is_of_bytes(name)))) continue;
        json_object_set(record->fields, name, value);
        record->from_file = record->from_file || !is_of_bytes(name);
    }
    return true;
}
