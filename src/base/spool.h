/* Bytes that are too many for memory and must not lie on a disk to be read: a file without a name,
 * encrypted (XChaCha20) under a key that is only in memory. What is left on the disk when the
 * program ends or dies means nothing. Up to 64 KiB no file is made. One thread at a time. */
#ifndef CAIRN_BASE_SPOOL_H
#define CAIRN_BASE_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct spool;

/* In that folder; the path is kept. */
MUST_CHECK bool spool_open(const char *folder, struct spool **out, struct error *error);

/* Takes NULL. */
void spool_close(struct spool *spool);

/* Adds to the end. */
MUST_CHECK bool spool_add(struct spool *spool, const void *bytes, size_t size, struct error *error);

uint64_t spool_size(const struct spool *spool);

/* Bytes from `offset` on, as many as there are room and bytes for; 0 at the end. */
MUST_CHECK bool spool_read(struct spool *spool, uint64_t offset, void *out, size_t room,
                           size_t *out_size, struct error *error);

/* Hands all of it over piece by piece, until `take` returns false or all of it was. */
MUST_CHECK bool spool_read_pieces(struct spool *spool,
                                  bool (*take)(void *data, const void *bytes, size_t size,
                                               struct error *error),
                                  void *data, struct error *error);

#endif
