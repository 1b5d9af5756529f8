/* Cookies (RFC 6265). */
#ifndef CAIRN_HTTP_COOKIE_H
#define CAIRN_HTTP_COOKIE_H

#include "base/arena.h"

/* The value of that name in a Cookie header, in the arena; NULL when there is none, or when there
 * are two: somebody then tries to put theirs before ours, and neither is believed. */
char *cookie_find(struct arena *arena, const char *header, const char *name);

/* A Set-Cookie value: HttpOnly, SameSite=Lax, Path=/, and Secure when `secure`. Kept for so many
 * seconds; 0: until the browser is closed; negative: to be deleted. */
char *cookie_write(struct arena *arena, const char *name, const char *value, bool secure,
                   long seconds);

#endif
