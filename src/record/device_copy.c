/* Which copy of an investigation this one is. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/device.h"
#include "schema/quote.h"
#include "store/query.h"
#include "store/statements.h"

enum { SIZE_DIGITS = 18 };

static bool set_meta(struct store *store, const char *name, const char *value,
                     struct error *error) {
    struct query *query;
    if (!query_open(store, &META_SET, &query, error)) return false;
    query_bind_text(query, 1, name);
    query_bind_text(query, 2, value);
    return query_run(query, error);
}

bool device_confirm(struct arena *arena, struct store *store, uint64_t size,
                    const struct digest *root, struct error *error) {
    char text[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64, root->byte, DIGEST_SIZE, text);
    return set_meta(store, "confirmed", arena_format(arena, "%" PRIu64 " %s", size, text), error);
}

/* "12 BASE64". */
static bool read_confirmed(const char *text, uint64_t *out_size, struct digest *out_root) {
    struct error ignored = {0};
    size_t digits = text ? strspn(text, "0123456789") : 0;
    if (digits < 1 || digits > SIZE_DIGITS || text[digits] != ' ' || (*text == '0' && digits > 1) ||
        !encode_bytes(ENCODING_BASE64, text + digits + 1, strlen(text + digits + 1),
                      out_root->byte, DIGEST_SIZE, &ignored))
        return false;
    *out_size = strtoull(text, NULL, 10);
    return true;
}

bool device_read(struct arena *arena, struct investigation *investigation, struct error *error) {
    const char *name, *confirmed;
    struct digest root;
    uint64_t size = UINT64_MAX;
    if (!investigation_meta(arena, investigation->store, "device", &name, error) ||
        !investigation_meta(arena, investigation->store, "confirmed", &confirmed, error))
        return false;
    if ((name || confirmed) && (!name || !read_confirmed(confirmed, &size, &root) ||
                                size > investigation->tree.size))
        return error_set(error, ERROR_CORRUPT, "it is a device, and does not say how much of its "
                         "log the main copy has; pull it into the main copy, and copy that anew");
    investigation->device = name;
    investigation->confirmed = size;
    return true;
}

bool device_is_confirmed(struct arena *arena, struct digester *digester, struct store *store,
                         uint64_t size, bool *out_is, struct error *error) {
    const char *text;
    struct digest said, root;
    uint64_t said_size;
    if (!investigation_meta(arena, store, "confirmed", &text, error)) return false;
    if (!read_confirmed(text, &said_size, &said) || said_size != size) {
        *out_is = false;
        return true;
    }
    if (!log_root_at(store, digester, size, &root, error)) return false;
    *out_is = digest_equal(&said, &root);
    return true;
}

/* ------------------------------------------------------------------ becoming one */

static bool use(struct arena *arena, struct investigation *investigation, const char *name,
                struct error *error) {
    struct device_list list = {0};
    struct merkle tree;
    if (!device_list_read(arena, &investigation->digester, investigation->store, &list, error) ||
        !log_tree(investigation->store, &tree, error))
        return false;
    if (!device_find(&list, name))
        return error_set(error, ERROR_NOT_FOUND, "the record lists no device \"%s\": cairn device "
                         "DIR add NAME does so, on the main copy, before it is copied",
                         quote(name).text);
    struct digest root = merkle_root(&tree, &investigation->digester);
    if (!set_meta(investigation->store, "device", name, error) ||
        !device_confirm(arena, investigation->store, tree.size, &root, error) ||
        !store_commit(investigation->store, error))
        return false;
    investigation->device = arena_copy(arena, name);
    investigation->confirmed = tree.size;
    return true;
}

bool device_use(struct arena *arena, struct investigation *investigation, const char *name,
                struct error *error) {
    if (investigation->device && !strcmp(investigation->device, name)) return true;
    if (investigation->device)
        return error_set(error, ERROR_CONFLICT, "%s is the device %s already", investigation->path,
                         quote(investigation->device).text);
    if (!store_begin(investigation->store, STORE_APPEND, error)) return false;
    bool done = use(arena, investigation, name, error);
    store_rollback(investigation->store);
    return done;
}
