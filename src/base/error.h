/* What went wrong, where, and what to do: the one way in which anything below the command line
 * reports failure. A fallible function returns bool, takes `struct error *` last, and leaves its
 * outputs alone when it returns false. Reporting needs no memory, so running out of it can be
 * reported too. */
#ifndef CAIRN_BASE_ERROR_H
#define CAIRN_BASE_ERROR_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(string, values) __attribute__((format(printf, string, values)))

enum error_code {
    ERROR_NONE = 0,
    ERROR_USAGE,     /* the command line makes no sense */
    ERROR_BAD_INPUT, /* bytes from outside are not what they should be */
    ERROR_NOT_FOUND, /* what was named does not exist */
    ERROR_CONFLICT,  /* what should be new is there already, or does not fit what is there */
    ERROR_DENIED,    /* role, lock or policy says no */
    ERROR_TOO_LARGE, /* a limit was reached; the text names it */
    ERROR_TOO_COSTLY, /* the answer would take too long; the text has the estimate */
    ERROR_BUSY,      /* somebody else is using it; may succeed later */
    ERROR_STORAGE,   /* a file or the disk failed */
    ERROR_CORRUPT,   /* a file of ours does not hold what we wrote into it */
    ERROR_CANCELLED, /* somebody pressed Ctrl-C */
    ERROR_INTERNAL   /* a defect of this program */
};

struct error {
    enum error_code code;
    char text[768];
};

/* Sets `error` unless it holds an earlier failure (the first one is the cause), and returns false,
 * so that `return error_set(…)` reads as what it does. The text is one line without the final
 * dot; what in it is foreign and could break the line or steer a terminal becomes "?". */
bool error_set(struct error *error, enum error_code code, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Puts where it happened before the text of a failure already set: "persons.tsv: …". Returns
 * false. */
bool error_within(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

/* Puts what to do behind the text of a failure already set: "…; leave out …", for whoever knows it
 * only there. Returns false. */
bool error_advise(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

/* The process exit code of a failure (0 done, 2 usage, 3 bad input, 4 refused, 5 storage,
 * 70 defect, 130 cancelled). "The answer is no" (1) is not a failure. */
int error_exit_code(enum error_code code);

#endif
