/* Is a file that nobody draws as whole as its beginning and its end say? Nothing in between is read,
 * so that "nothing is against it" is all that it says. */
#ifndef CAIRN_CASE_MEDIA_WHOLE_H
#define CAIRN_CASE_MEDIA_WHOLE_H

#include <stddef.h>
#include <stdint.h>

enum { MEDIA_WHOLE_TAIL = 1024 /* last bytes that are enough to tell */ };

/* What is wrong, in words of its own; NULL: nothing is seen to be. `head` are the first bytes of the
 * file (at least MEDIA_TYPE_HEAD, or all), `tail` the last (at least MEDIA_WHOLE_TAIL, or all).
 * - Its name says a type whose files all begin in another way.
 * - TIFF 6.0, section 2: the first directory lies behind the end.
 * - RIFF (WebP, WAV): the length that it begins with is more than there is.
 * - PDF (ISO 32000-2, 7.5.5): no %%EOF near the end. GIF89a, 27: the last byte is no trailer. */
const char *media_whole_fault(const char *name, const void *head, size_t head_size,
                              const void *tail, size_t tail_size, uint64_t size);

#endif
