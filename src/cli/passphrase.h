/* Where passphrases come from: the lines of a file, or the terminal, where they are not shown. They
 * stay in memory that is wiped (base/secret.h). */
#ifndef CAIRN_CLI_PASSPHRASE_H
#define CAIRN_CLI_PASSPHRASE_H

#include "base/secret.h"

enum { PASSPHRASE_LEAST = 8, PASSPHRASE_MOST = 1024, PASSPHRASE_LINES_MOST = 16 };

/* The lines of a file. Of no file: none, and all is asked for at the terminal. */
struct passphrases {
    struct secret line[PASSPHRASE_LINES_MOST];
    int count;
};

/* Reads the file; NULL: there is none. Each line is a passphrase. */
MUST_CHECK bool passphrase_open(const char *path, struct passphrases *out_passphrases,
                                struct error *error);

/* Takes passphrases of zeroes. */
void passphrase_close(struct passphrases *passphrases);

/* A new passphrase of `whose` ("the administrator"): line `at` of the file (from 0), or its last; or
 * asked for twice at the terminal. The caller closes it. */
MUST_CHECK bool passphrase_new(const struct passphrases *passphrases, int at, const char *whose,
                               struct secret *out_passphrase, struct error *error);

/* The passphrase of `whose`, asked for at the terminal. The caller closes it. */
MUST_CHECK bool passphrase_ask(const char *whose, struct secret *out_passphrase,
                               struct error *error);

#endif
