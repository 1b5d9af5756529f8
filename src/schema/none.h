/* The five reasons why a value is not there. In entries {"none":"not_examined"}, in forms and
 * tables the word itself. A value that nobody said anything about is null or left out. */
#ifndef CAIRN_SCHEMA_NONE_H
#define CAIRN_SCHEMA_NONE_H

enum none_reason {
    NONE_NOT_RECORDED,    /* it may have been looked for, but nobody wrote it down */
    NONE_NOT_EXAMINED,    /* nobody looked */
    NONE_EXAMINED_ABSENT, /* somebody looked, and there is none */
    NONE_UNKNOWN,         /* it cannot be known */
    NONE_WITHHELD         /* it is known, and not said here */
};

enum { NONE_REASONS = NONE_WITHHELD + 1 };

/* "not_recorded", … */
const char *none_name(enum none_reason reason);

/* What it means, for people. */
const char *none_meaning(enum none_reason reason);

/* The reason that a word names as schema_same_word has it, or NULL: its name. */
const char *none_find(const char *word);

#endif
