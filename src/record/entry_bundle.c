#include "record/entry_bundle.h"

#include <assert.h>
#include <stdint.h>

void entry_bundle_add(struct buffer *out, const void *bytes, size_t size) {
    assert(size <= ENTRY_BUNDLE_ENTRY_MOST);
    uint8_t length[2] = {(uint8_t)(size >> 8), (uint8_t)size};
    buffer_add(out, length, sizeof length);
    buffer_add(out, bytes, size);
}

bool entry_bundle_next(struct entry_bundle *bundle, bool *out_more, const void **out_bytes,
                       size_t *out_size, struct error *error) {
    const uint8_t *at = bundle->at;
    if (bundle->left == 0) {
        *out_more = false;
        return true;
    }
    size_t size = bundle->left < 2 ? 0 : (size_t)at[0] << 8 | at[1];
    if (bundle->left < 2 || size > bundle->left - 2)
        return error_set(error, ERROR_BAD_INPUT, "the bundle ends within an entry");
    *out_more = true;
    *out_bytes = at + 2;
    *out_size = size;
    bundle->at = at + 2 + size;
    bundle->left -= 2 + size;
    return true;
}
