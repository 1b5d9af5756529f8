/* The words of declarations as people read them, in English: the texts that translations are found
 * by (http/message.h), wherever they are shown and where they are collected (schema_compile --texts).
 *
 * A word that needs another translation in another field ("state": a country, or how far something
 * is) has a context, which is the sentence of its field. */
#ifndef CAIRN_SCHEMA_WORDING_H
#define CAIRN_SCHEMA_WORDING_H

#include "base/arena.h"
#include "schema/schema.h"

/* "Found where" of found_where, "SHA-256" of sha256: the name of a kind or field; in the arena. */
char *wording_name(struct arena *arena, const char *word);

/* "cable tie" of cable_tie, "DNA" of dna: a word of a choice, a role, a reason; in the arena. */
char *wording_choice(struct arena *arena, const char *word);

/* "Graves": what all records of a kind are called; in the arena. */
char *wording_kinds(struct arena *arena, const struct schema *schema);

/* What tells this word of this field (its name, or one of its choices) from the same word of others;
 * NULL: it means the same wherever it stands. */
const char *wording_context(const struct schema_field *field, const char *word);

/* Gives every text of the declarations, and of roles and reasons, to take(); some come several
 * times. Texts may be gone when it returns. */
typedef void wording_take(void *data, const char *context, const char *english);
void wording_each(const struct schema *list, int count, wording_take *take, void *data);

#endif
