/* The languages that pages are in, and what is written differently in each: plural forms and
 * numbers. Which one is a matter of the request; nothing global is set. Another language is a line
 * in language.c and a file in po/. */
#ifndef CAIRN_HTTP_LANGUAGE_H
#define CAIRN_HTTP_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

enum language { LANGUAGE_EN, LANGUAGE_UK, LANGUAGES };

enum { LANGUAGE_FORMS = 3, LANGUAGE_NUMBER = 48 };

/* "en", "uk" (RFC 5646), and how the language calls itself: "English", "Українська". */
const char *language_tag(enum language language);
const char *language_name(enum language language);

/* The language of that tag exactly. False: it is none of ours. */
bool language_find(const char *tag, enum language *out);

/* What of ours a browser likes most (Accept-Language, RFC 9110 section 12.5.4; "uk-UA" is uk); of
 * equals the first; English when it likes none of them or the text is NULL. */
enum language language_accepted(const char *accept_language);

/* Which form counts so many, 0 to LANGUAGE_FORMS - 1 (the rules of Unicode CLDR for whole numbers,
 * in the order of gettext's msgstr[n]). */
int language_form(enum language language, long long count);

/* The number with its digits in groups, as the language writes them: 9,000 and 9 000 (with
 * no-break spaces; four digits stay together in Ukrainian). Returns `text`. */
char *language_number(enum language language, long long number, char text[LANGUAGE_NUMBER]);

/* What stands before decimals: "." or ",". */
const char *language_point(enum language language);

#endif
