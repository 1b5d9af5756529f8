/* Saved pages: whatever comes out is UTF-8 that may be shown, title, standfirst and captions stand in
 * the text, and nothing comes out twice. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "input/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Lines of text that may be shown. */
static void check_text(const char *text) {
    size_t left = strlen(text);
    for (const unsigned char *at = (const unsigned char *)text; left > 0;) {
        size_t length = utf8_sequence(at, left);
        if (length == 0 || *at == 0x7f || (*at < 0x20 && *at != '\n')) abort();
        at += length;
        left -= length;
    }
}

static void check_line(const char *text) {
    if (!*text || !utf8_is_harmless(text)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct error error = {0};
    struct article article;
    arena_open(&arena, 0);
    if (article_read(&arena, (const char *)bytes, size, &article, &error)) {
        check_text(article.text);
        if (!*article.text || strstr(article.text, "\n\n\n")) abort();
        if (article.title) {
            check_line(article.title);
            if (strncmp(article.text, article.title, strlen(article.title)) != 0) abort();
        }
        if (article.standfirst) {
            check_line(article.standfirst);
            if (!strstr(article.text, article.standfirst)) abort();
        }
        for (int i = 0; i < article.author_count; i++) check_line(article.authors[i]);
        for (int i = 0; i < article.caption_count; i++)
            if (!strstr(article.text, article.captions[i])) abort();
        if (article.published && strlen(article.published) < strlen("2022-09-16")) abort();
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
    arena_close(&arena);
    return 0;
}
