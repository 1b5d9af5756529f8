#define _GNU_SOURCE
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/fault.h"
#include "base/memory.h"
#include "base/secret.h"

enum {
    BLOCK = 1 << 16,
    CIPHER_BLOCK = 64, /* of XChaCha20, which its counter counts */
    KEY = crypto_stream_xchacha20_KEYBYTES,
    NONCE = crypto_stream_xchacha20_NONCEBYTES
};

struct spool {
    char *folder;
    int file; /* -1: none yet */
    struct secret key;
    uint8_t nonce[NONCE];
    uint64_t size;
    uint8_t last[BLOCK];    /* the block that is not full yet, in the clear */
    uint8_t crypted[BLOCK];
};

bool spool_open(const char *folder, struct spool **out, struct error *error) {
    struct secret key;
    if (!secret_open(&key, KEY, error)) return false;
    struct spool *spool = memory_take(1, sizeof *spool);
    spool->folder = strcpy(memory_take(strlen(folder) + 1, 1), folder);
    spool->file = -1;
    spool->key = key;
    randombytes_buf(key.bytes, KEY);
    randombytes_buf(spool->nonce, NONCE);
    *out = spool;
    return true;
}

void spool_close(struct spool *spool) {
    if (!spool) return;
    if (spool->file >= 0) close(spool->file);
    secret_close(&spool->key);
    sodium_memzero(spool->last, sizeof spool->last);
    free(spool->folder);
    free(spool);
}

uint64_t spool_size(const struct spool *spool) { return spool->size; }

static bool fail(const struct spool *spool, const char *what, struct error *error) {
    return error_set(error, ERROR_STORAGE, "a temporary file in %s cannot be %s: %s", spool->folder,
                     what, strerror(errno));
}

static bool make_file(struct spool *spool, struct error *error) {
    if (fault_here(FAULT_OPEN)) return fail(spool, "made", error);
    spool->file = open(spool->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (spool->file >= 0) return true;
    /* Not every file system knows files without a name: one that loses it at once. */
    size_t room = strlen(spool->folder) + sizeof "/cairn-XXXXXX";
    char *path = memory_take(room, 1);
    snprintf(path, room, "%s/cairn-XXXXXX", spool->folder);
    spool->file = mkostemp(path, O_CLOEXEC);
    bool made = spool->file >= 0 && unlink(path) == 0;
    free(path);
    return made || fail(spool, "made", error);
}

/* The block that begins at `offset`, to or from what is in the file. */
static void crypt_block(const struct spool *spool, uint8_t *out, const uint8_t *in, size_t size,
                        uint64_t offset) {
    crypto_stream_xchacha20_xor_ic(out, in, size, spool->nonce, offset / CIPHER_BLOCK,
                                   spool->key.bytes);
}

static bool write_last(struct spool *spool, struct error *error) {
    uint64_t offset = spool->size - BLOCK;
    if (spool->file < 0 && !make_file(spool, error)) return false;
    crypt_block(spool, spool->crypted, spool->last, BLOCK, offset);
    for (size_t done = 0; done < BLOCK;) {
        ssize_t wrote = fault_here(FAULT_WRITE)
                            ? -1
                            : pwrite(spool->file, spool->crypted + done, BLOCK - done,
                                     (off_t)(offset + done));
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return fail(spool, "written", error);
        done += (size_t)wrote;
    }
    return true;
}

bool spool_add(struct spool *spool, const void *bytes, size_t size, struct error *error) {
    const uint8_t *from = bytes;
    while (size) {
        size_t used = (size_t)(spool->size % BLOCK), piece = BLOCK - used;
        if (piece > size) piece = size;
        memcpy(spool->last + used, from, piece);
        spool->size += piece;
        if (used + piece == BLOCK && !write_last(spool, error)) {
            spool->size -= piece;
            return false;
        }
        from += piece;
        size -= piece;
    }
    return true;
}

static bool read_block(struct spool *spool, uint64_t offset, struct error *error) {
    for (size_t done = 0; done < BLOCK;) {
        ssize_t got = fault_here(FAULT_READ) ? -1
                                             : pread(spool->file, spool->crypted + done,
                                                     BLOCK - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return fail(spool, "read", error);
        done += (size_t)got;
    }
    crypt_block(spool, spool->crypted, spool->crypted, BLOCK, offset);
    return true;
}

bool spool_read(struct spool *spool, uint64_t offset, void *out, size_t room, size_t *out_size,
                struct error *error) {
    size_t done = 0;
    while (done < room && offset < spool->size) {
        uint64_t block = offset / BLOCK * BLOCK;
        size_t skip = (size_t)(offset - block);
        bool in_file = block + BLOCK <= spool->size;
        if (in_file && !read_block(spool, block, error)) return false;
        size_t held = in_file ? BLOCK : (size_t)(spool->size - block);
        size_t piece = held - skip < room - done ? held - skip : room - done;
        memcpy((uint8_t *)out + done, (in_file ? spool->crypted : spool->last) + skip, piece);
        done += piece;
        offset += piece;
    }
    *out_size = done;
    return true;
}

bool spool_read_pieces(struct spool *spool,
                       bool (*take)(void *data, const void *bytes, size_t size,
                                    struct error *error),
                       void *data, struct error *error) {
    for (uint64_t offset = 0; offset < spool->size; offset += BLOCK) {
        uint64_t left = spool->size - offset;
        size_t size = left < BLOCK ? (size_t)left : BLOCK;
        bool in_file = size == BLOCK;
        if (in_file && !read_block(spool, offset, error)) return false;
        if (!take(data, in_file ? spool->crypted : spool->last, size, error)) return false;
    }
    return true;
}
