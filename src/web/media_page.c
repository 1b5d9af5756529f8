/* Photographs and scans as a grid, and their bytes: small copies to look at, and originals. */
#include <string.h>

#include "http/page_media.h"
#include "http/page_pictures.h"
#include "record/head.h"
#include "store/statements.h"
#include "web/media_file.h"
#include "web/paging.h"

enum { GRID_PAGE = 60 };

/* ------------------------------------------------------------------ the grid */

/* What they are of, if the visitor may know that it is there. */
static bool find_about(const struct visit *visit, const char *rec, struct page_media *page,
                       struct error *error) {
    struct head head;
    if (!head_find(visit->arena, visit->tables, rec, &head, error)) return false;
    if (!head.table || !schema_may_look(head.table->schema, visit->roles))
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such record."));
    page->about_address = record_address(visit->arena, rec);
    return record_label(visit, rec, &page->about, error);
}

bool show_media(struct visit *visit, struct error *error) {
    const struct schema *schema = schema_find("media");
    const char *about = request_query(visit->request, "about");
    struct page_pictures *grid = arena_new(visit->arena, struct page_pictures, 1);
    struct page_media page = {.writes = may_write_kind(schema, visit->roles), .add = "/media/new"};
    const char *address = "/media";
    int64_t count;
    if (!schema_may_look(schema, visit->roles)) return refuse_kind(visit, schema->readers, error);
    if (about && !find_about(visit, about, &page, error)) return false;
    if (!media_count(visit, about ? &MEDIA_ABOUT_COUNT : &MEDIA_COUNT_ALL, about, &count, error))
        return false;
    if (about) {
        address = arena_format(visit->arena, "/media?about=%s", address_part(visit->arena, about));
        page.add = arena_format(visit->arena, "/media/new?about=%s",
                                address_part(visit->arena, page.about));
    }
    struct paging paging = paging_of(visit, count, GRID_PAGE);
    if (!media_grid(visit, about ? &MEDIA_ABOUT : &MEDIA_FROM_ALL, about, GRID_PAGE, paging.first, grid,
                    error))
        return false;
    page.count = count;
    page.grid = grid;
    page.pager = paging_shown(visit, &paging, address, "");
    page.frame = visit_frame(visit, say(visit->language, "Photographs and scans"), "/media");
    page_media(visit_page(visit), &page);
    return true;
}

/* ------------------------------------------------------------------ bytes */

/* Whoever waits for a small copy does not hold up the record. */
static bool give_picture(struct visit *visit, enum thumbnail_size size, struct error *error) {
    struct attachment attachment;
    struct buffer picture = {0};
    if (!media_file_find(visit, request_parameter(visit->request, "rec"), &attachment, error))
        return false;
    web_worker_end(visit->worker);
    bool done = thumbnails_get(visit->web->thumbnails, &attachment, size, &picture, error);
    if (done) respond_bytes(visit->request, "image/jpeg", picture.bytes, picture.size, NULL);
    if (picture.bytes) explicit_bzero(picture.bytes, picture.capacity);
    buffer_close(&picture);
    return done;
}

bool give_small_picture(struct visit *visit, struct error *error) {
    return give_picture(visit, THUMBNAIL_LIST, error);
}

bool give_large_picture(struct visit *visit, struct error *error) {
    return give_picture(visit, THUMBNAIL_PAGE, error);
}

static bool spool_piece(void *data, const void *bytes, size_t size, struct error *error) {
    return spool_add(data, bytes, size, error);
}

/* Nothing of it is sent before all of it is known to be what the entry commits to. Its type is not
 * said: a browser saves it, and opens nothing. */
bool give_original(struct visit *visit, struct error *error) {
    struct attachment attachment;
    struct spool *spool;
    if (!(visit->roles & media_original_roles()))
        return refuse_kind(visit, media_original_roles(), error);
    if (!media_file_find(visit, request_parameter(visit->request, "rec"), &attachment, error) ||
        !spool_open(visit->web->options->path, &spool, error))
        return false;
    web_worker_end(visit->worker);
    if (!attachment_read(&attachment, spool_piece, spool, error)) {
        spool_close(spool);
        return false;
    }
    respond_spool(visit->request, "application/octet-stream", spool, attachment.name);
    return true;
}
