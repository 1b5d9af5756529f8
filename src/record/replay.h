/* Making the tables from the log: the only place that writes them. The store of the investigation is
 * not in a transaction when these are called: they begin their own. */
#ifndef CAIRN_RECORD_REPLAY_H
#define CAIRN_RECORD_REPLAY_H

#include "record/authority.h"
#include "record/investigation.h"
#include "record/log_pass.h"
#include "record/tables.h"

struct replay {
    int threads;
    const struct cancel *cancel; /* NULL: never; what was made until then is kept */
    bool shown;                  /* progress on a terminal */
    int64_t until;               /* so many entries from the beginning; 0: all that there are */
    const struct authority *authority; /* of an earlier moment, that is taken while it holds; NULL:
                                          read from the log */
};

/* Opens the tables of an investigation, in a file of mode 0600 on a file system in memory, and
 * brings them up to the end of the log. They are made from nothing when there are none yet, when
 * they are of other declarations than this program's, or of another log (an older copy may have
 * been put in the place of a newer one). */
MUST_CHECK bool replay_open(struct arena *arena, const struct investigation *investigation,
                            const struct replay *replay, struct tables *out_tables,
                            struct error *error);

/* Applies what was appended since the tables were opened, or brought up to the log last. */
MUST_CHECK bool replay_catch_up(const struct investigation *investigation,
                                const struct replay *replay, const struct tables *tables,
                                struct error *error);

/* Makes all of the tables that are open again from nothing, in the same file. */
MUST_CHECK bool replay_remake(const struct investigation *investigation,
                              const struct replay *replay, const struct tables *tables,
                              struct error *error);

/* Makes tables of the whole log from nothing, in a file of their own. */
MUST_CHECK bool replay_afresh(struct arena *arena, const struct investigation *investigation,
                              const struct replay *replay, struct tables *out_tables,
                              struct error *error);

/* Closes them; the file stays for the next who opens it. */
void tables_close(struct tables *tables);

/* Removes what is kept in memory of the investigation in a folder; nobody may have it open. */
MUST_CHECK bool replay_forget(struct arena *arena, const char *path, struct error *error);

/* Closes tables made afresh, and removes their file. */
MUST_CHECK bool replay_discard(struct tables *tables, struct error *error);

#endif
