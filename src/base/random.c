#include "base/random.h"

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
