/* When an article came out: dates as they are printed (English, Ukrainian, Russian; the words are in
 * words/article.words) and as programs write them (ISO 8601), and which of several to believe. */
#ifndef CAIRN_INPUT_ARTICLE_DATE_H
#define CAIRN_INPUT_ARTICLE_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { DATE_NONE = -100000 };

/* By a calendar and a clock, as written. What is not there is DATE_NONE: a minute without a second, a
 * time without its zone, a day without a time. */
struct article_date {
    int year, month, day;
    int hour, minute, second;
    int zone; /* minutes east of Greenwich */
};

/* The first date in the text that does not stand behind "updated" and the like, with the time beside
 * it. `*out_rest` has the words of the text that belong to no date: 0 for "Published on Fri 16 Sep
 * 2022 18.38 BST". Reads the first 300 bytes. False when there is none. */
bool article_date_find(const char *text, size_t size, struct article_date *out_date, int *out_rest);

/* A date as programs write it, with or without time and zone. False when it is none. */
bool article_date_read(const char *text, struct article_date *out_date);

/* The printed date, and what one for programs adds to it when the two do not contradict each other:
 * seconds, a time when none is printed, a zone. A clock that is printed without its zone and shows
 * another hour than the other's has the zone in which both are the same instant. `*used` says
 * whether they agree; else the printed one is returned as it is. */
struct article_date article_date_settle(const struct article_date *printed,
                                        const struct article_date *given, bool *used);

/* "2022-09-16", "2022-09-16T18:38", "2022-09-16T18:38:00+01:00", with Z for no distance; in the
 * arena. */
char *article_date_text(struct arena *arena, const struct article_date *date);

#endif
