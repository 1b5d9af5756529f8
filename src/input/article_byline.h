/* Names of people out of bylines: "By Helen Avery in Port Amery and Jonas Prett, diplomatic
 * correspondent" has two. Desks, agencies and papers are nobody. */
#ifndef CAIRN_INPUT_ARTICLE_BYLINE_H
#define CAIRN_INPUT_ARTICLE_BYLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { BYLINE_NAMES_MOST = 16 };

struct byline_names {
    const char *name[BYLINE_NAMES_MOST];
    int count;
};

/* Adds the names in a byline, once each, in the arena. True when the line is one: it begins as
 * bylines do ("By", "Автор:"), or has nothing but names, places, offices and a date. With `bare`
 * false only the first of these two counts. */
bool byline_read(struct arena *arena, const char *line, size_t size, bool bare,
                 struct byline_names *people);

/* Is there a byline's beginning, or an agency or desk for the whole of a short line? */
bool byline_is_desk(const char *line, size_t size);

#endif
