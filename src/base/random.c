#include "base/random.h"

#include <string.h>

#include <sodium.h>

static void fill_from_system(struct random *random, void *out, size_t size) {
    (void)random;
    randombytes_buf(out, size);
}

bool random_open(struct random *random, struct error *error) {
    if (sodium_init() < 0)
        return error_set(error, ERROR_INTERNAL, "libsodium finds no source of random bytes");
    *random = (struct random){fill_from_system};
    return true;
}

void random_fill(struct random *random, void *out, size_t size) {
    random->fill(random, out, size);
}

/* Every byte is handed out once, and wiped. */
static void fill_ahead(struct random *random, void *out, size_t size) {
    struct random_ahead *ahead = (struct random_ahead *)random;
    if (size > sizeof ahead->byte) {
        random_fill(ahead->from, out, size);
        return;
    }
    if (size > ahead->left) {
        random_fill(ahead->from, ahead->byte, sizeof ahead->byte);
        ahead->left = sizeof ahead->byte;
    }
    ahead->left -= size;
    memcpy(out, ahead->byte + ahead->left, size);
    sodium_memzero(ahead->byte + ahead->left, size);
}

void random_ahead_open(struct random_ahead *ahead, struct random *from) {
    *ahead = (struct random_ahead){.random = {fill_ahead}, .from = from};
}

void random_ahead_close(struct random_ahead *ahead) { sodium_memzero(ahead, sizeof *ahead); }
