/* A form as a browser has it: read from the page by another program's parser (gumbo), filled in, and
 * written as what is sent. */
#ifndef CAIRN_TESTS_WEB_SHEET_H
#define CAIRN_TESTS_WEB_SHEET_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buffer.h"

enum { SHEET_MOST = 1500 };

struct sheet_value {
    const char *name, *value;
};

struct sheet {
    struct arena *arena;
    const char *action;
    int count;
    struct sheet_value value[SHEET_MOST]; /* in the order of the page, as a browser would send them
                                             when a button without a name is pressed */
};

/* The form of the page whose action is that; the first that is sent by post when it is NULL. False
 * when there is none. All is in the arena. */
bool sheet_read(struct arena *arena, const char *page, const char *action, struct sheet *out_sheet);

/* The value of the first of that name; NULL: there is none. */
const char *sheet_get(const struct sheet *sheet, const char *name);

/* Puts it in the place of all of that name, or adds it; NULL takes it away. */
void sheet_set(struct sheet *sheet, const char *name, const char *value);

/* Adds another of that name. */
void sheet_add(struct sheet *sheet, const char *name, const char *value);

/* As application/x-www-form-urlencoded. */
void sheet_write(const struct sheet *sheet, struct buffer *out);

/* The text of the page without markup, as it is read. */
void sheet_text(const char *page, struct buffer *out);

#endif
