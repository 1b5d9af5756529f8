#include "input/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { LONGEST_TEXT = 600 };

/* C0, DEL and C1 could steer the terminal that the message is shown on. */
static bool steers_terminal(const unsigned char *at, size_t length) {
    if (length == 1) return *at < 0x20 || *at == 0x7f;
    return length == 2 && at[0] == 0xc2 && at[1] < 0xa0;
}

static char *harmless(struct arena *arena, const char *raw) {
    size_t left = strlen(raw);
    char *text = arena_take(arena, left + 1, 1);
    char *end = text;
    for (const unsigned char *at = (const unsigned char *)raw; left > 0;) {
        size_t length = utf8_sequence(at, left);
        if (length == 0 || steers_terminal(at, length)) {
            *end++ = '?';
            length = length ? length : 1;
        } else {
            memcpy(end, at, length);
            end += length;
        }
        at += length;
        left -= length;
    }
    return text;
}

static void add(struct reading *reading, struct messages *messages, struct place place,
                const char *format, va_list arguments) {
    if (messages->count < MESSAGES_LISTED) {
        char raw[LONGEST_TEXT];
        vsnprintf(raw, sizeof raw, format, arguments);
        messages->item[messages->count] =
            (struct message){.place = place, .text = harmless(reading->arena, raw)};
    }
    messages->count++;
}

void reading_error(struct reading *reading, struct place place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(reading, &reading->errors, place, format, arguments);
    va_end(arguments);
}

void reading_note(struct reading *reading, struct place place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(reading, &reading->notes, place, format, arguments);
    va_end(arguments);
}

void messages_write(const struct messages *messages, struct buffer *out) {
    int listed = messages->count < MESSAGES_LISTED ? messages->count : MESSAGES_LISTED;
    for (int i = 0; i < listed; i++) {
        const struct message *message = &messages->item[i];
        if (message->place.file) buffer_format(out, "%s:", message->place.file);
        if (message->place.line) buffer_format(out, "%d:", message->place.line);
        if (message->place.column) buffer_format(out, "%d:", message->place.column);
        buffer_format(out, "%s%s\n", message->place.file ? " " : "", message->text);
    }
    if (messages->count > listed) buffer_format(out, "and %d more\n", messages->count - listed);
}
