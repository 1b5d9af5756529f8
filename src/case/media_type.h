/* What sort of file it is. */
#ifndef CAIRN_CASE_MEDIA_TYPE_H
#define CAIRN_CASE_MEDIA_TYPE_H

#include <stdbool.h>
#include <stddef.h>

enum { MEDIA_TYPE_HEAD = 512 /* bytes that are enough to tell */ };

/* By the end of its name: "image/jpeg"; "application/octet-stream" of what is not known. */
const char *media_type_of(const char *path);

/* Do files of this type begin with bytes that tell it? */
bool media_type_is_marked(const char *type);

/* By its first bytes, where they say it; a name that they belie does not count. Text, and what else
 * begins with anything, goes by its name. */
const char *media_type_of_content(const char *path, const void *head, size_t size);

#endif
