/* What `cairn user` changes: each function does one change and says what it did. */
#ifndef CAIRN_CLI_USER_CHANGE_H
#define CAIRN_CLI_USER_CHANGE_H

#include "cli/session.h"

struct user_options {
    const char *roles, *reason, *as, *with, *passphrase_file, *new_passphrase_file;
    int64_t key_cost;
    bool json;
};

/* Makes a user of that name; gives the roles of the options; takes somebody's signature no more,
 * again, never again. */
MUST_CHECK bool user_change_add(struct session *session,
                                const struct user_options *options, const char *name,
                                struct buffer *out, struct error *error);
MUST_CHECK bool user_change_roles(struct session *session,
                                  const struct user_options *options, const char *name,
                                  struct buffer *out, struct error *error);
MUST_CHECK bool user_change_suspend(struct session *session,
                                    const struct user_options *options, const char *name,
                                    struct buffer *out, struct error *error);
MUST_CHECK bool user_change_resume(struct session *session,
                                   const struct user_options *options, const char *name,
                                   struct buffer *out, struct error *error);
MUST_CHECK bool user_change_revoke(struct session *session,
                                   const struct user_options *options, const char *name,
                                   struct buffer *out, struct error *error);

/* A new key in the place of all that somebody had. */
MUST_CHECK bool user_change_key(struct session *session,
                                const struct user_options *options, const char *name,
                                struct buffer *out, struct error *error);

/* Another passphrase for the keys that lie here and that the old one opens. */
MUST_CHECK bool user_change_passphrase(struct session *session,
                                       const struct user_options *options, const char *name,
                                       struct buffer *out, struct error *error);

#endif
