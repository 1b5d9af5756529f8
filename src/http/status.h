/* Which failure is which HTTP status (RFC 9110), and what is said about it. */
#ifndef CAIRN_HTTP_STATUS_H
#define CAIRN_HTTP_STATUS_H

#include "base/error.h"
#include "http/language.h"

/* usage, bad input 400; denied 403; not found 404; conflict 409; too large 413; busy, cancelled
 * 503; storage, corrupt, internal 500. */
int status_of(enum error_code code);

/* A heading for people. */
const char *status_title(int status, enum language language);

/* May the error's own words be shown? Those of 500 are for the log. */
bool status_shows_reason(int status);

#endif
