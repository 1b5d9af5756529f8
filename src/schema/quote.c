#include "schema/quote.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

enum { SHOWN = 60 };

struct quoted quote(const char *text) {
    struct quoted quoted = {{0}};
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text), used = 0;
    while (left && used + 4 <= SHOWN) {
        size_t length = utf8_sequence(at, left);
        bool control = *at < 0x20 || *at == 0x7f || (*at == 0xc2 && length == 2 && at[1] < 0xa0);
        if (!length || control) {
            quoted.text[used++] = '?';
            if (!length) length = 1;
        } else {
            memcpy(quoted.text + used, at, length);
            used += length;
        }
        at += length;
        left -= length;
    }
    if (left) memcpy(quoted.text + used, "\xe2\x80\xa6", 3);
    return quoted;
}
