#include "input/messages.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

enum { LONGEST_TEXT = 600 };

static void add(struct reading *reading, struct messages *messages, struct place place,
                const char *format, va_list arguments) {
    if (messages->count < MESSAGES_LISTED) {
        char raw[LONGEST_TEXT];
        vsnprintf(raw, sizeof raw, format, arguments);
        messages->item[messages->count] = (struct reading_message){
            .place = place, .text = utf8_harmless_copy(reading->arena, raw)};
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
        const struct reading_message *message = &messages->item[i];
        if (message->place.file) buffer_format(out, "%s:", message->place.file);
        if (message->place.line) buffer_format(out, "%d:", message->place.line);
        if (message->place.column) buffer_format(out, "%d:", message->place.column);
        buffer_format(out, "%s%s\n", message->place.file ? " " : "", message->text);
    }
    if (messages->count > listed) buffer_format(out, "and %d more\n", messages->count - listed);
}
