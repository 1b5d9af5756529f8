/* What somebody was told about a record while the power could fail (base/power.h), and whether it
 * holds in what was found afterwards. */
#ifndef CAIRN_TESTS_RECORD_PROMISED_H
#define CAIRN_TESTS_RECORD_PROMISED_H

#include "base/power.h"
#include "record/append.h"

/* Promises that the entry stands where the receipt says. */
void promised_entry(const struct receipt *receipt);

/* Reads the record at the path and promises that its tree, which could be signed now, is the
 * beginning of every later one. */
void promised_tree(const char *path);

/* Does the investigation, which is open and not in use, keep these promises? */
MUST_CHECK bool promised_kept(struct investigation *investigation,
                              const struct power_promise *promises, size_t count,
                              struct error *error);

/* Does verify find that the record, its contents and its files are whole? How many entries it has
 * is then in *out_size. */
MUST_CHECK bool promised_whole(const char *path, uint64_t *out_size, struct error *error);

#endif
