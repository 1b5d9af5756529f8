#include "web/media_section.h"

#include <string.h>

#include "http/page_picture.h"
#include "http/page_pictures.h"
#include "http/page_record.h"
#include "store/statements.h"
#include "web/media_file.h"

enum { GRID_MOST = 12 /* and the rest on a page of its own */ };

bool media_may_show(const struct schema *schema) {
    const struct schema_field *subjects = schema_field_find(schema_find("media"), "subjects");
    for (int i = 0; i < subjects->words.count; i++)
        if (!strcmp(subjects->words.word[i], schema->kind)) return true;
    return false;
}

bool media_section(const struct visit *visit, const struct record_seen *record,
                   struct page_record *page, struct error *error) {
    const char *type = json_string_value(json_object_get(record->fields, "media_type"));
    struct page_picture *picture = arena_new(visit->arena, struct page_picture, 1);
    struct attachment attachment;
    struct error none = {0};
    if (!json_string_value(json_object_get(record->fields, "file"))) return true;
    page->picture = picture;
    if (!media_file_find(visit, record->rec, &attachment, &none)) {
        picture->why = arena_copy(visit->arena, none.text);
        return none.code == ERROR_NOT_FOUND || none.code == ERROR_DENIED ||
               error_set(error, none.code, "%s", none.text);
    }
    picture->alt = record->label;
    picture->file = attachment.name;
    if (type && media_is_drawn(type))
        picture->large = arena_format(visit->arena, "/media/%s/large", record->rec);
    else picture->why = say(visit->language, "It is kept, and not drawn: only JPEG and PNG are.");
    if (visit->roles & media_original_roles())
        picture->original = arena_format(visit->arena, "/media/%s/original", record->rec);
    else picture->roles = roles_text(visit, media_original_roles());
    return true;
}

bool media_grid_section(const struct visit *visit, const struct schema *schema, const char *rec,
                        const char *label, struct page_record *page, struct error *error) {
    struct page_pictures *grid = arena_new(visit->arena, struct page_pictures, 1);
    int64_t count;
    if (media_may_show(schema) && may_write_kind(schema_find("media"), visit->roles))
        page->add_pictures =
            arena_format(visit->arena, "/media/new?about=%s", address_part(visit->arena, label));
    if (!media_count(visit, &MEDIA_ABOUT_COUNT, rec, &count, error)) return false;
    if (!count) return true;
    if (!media_grid(visit, &MEDIA_ABOUT, rec, GRID_MOST, 0, grid, error)) return false;
    page->grid = grid;
    if (count <= GRID_MOST) return true;
    page->pictures = count;
    page->all_pictures = arena_format(visit->arena, "/media?about=%s", rec);
    return true;
}
