#include "http/message.h"

#include <string.h>

#include "base/buffer.h"

/* Made at build, in the order of strcmp. */
extern const struct message *const MESSAGES[];
extern const int MESSAGES_COUNT;

const char *message_text(const struct message *message, enum language language, long long count) {
    int form = message->many ? language_form(language, count) : 0;
    const char *text = message->form[language][form];
    if (text) return text;
    return message->many && language_form(LANGUAGE_EN, count) ? message->many : message->one;
}

/* As strcmp does with what stands before \004 in `key`, and behind it. */
static int order_of(const char *context, const char *one, const char *key) {
    size_t length = context ? strlen(context) : 0;
    if (!context) return strcmp(one, key);
    int order = strncmp(context, key, length);
    if (!order) order = '\004' - (unsigned char)key[length];
    return order ? order : strcmp(one, key + length + 1);
}

static const struct message *find(const char *context, const char *one, const char *many) {
    int low = 0, high = MESSAGES_COUNT;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const struct message *message = MESSAGES[middle];
        int order = order_of(context, one, message->one);
        if (!order) order = strcmp(many ? many : "", message->many ? message->many : "");
        if (!order) return message;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}

const char *say(enum language language, const char *english) {
    const struct message *message = find(NULL, english, NULL);
    return message ? message_text(message, language, 1) : english;
}

const char *say_in(enum language language, const char *context, const char *english) {
    const struct message *message = find(context, english, NULL);
    const char *text = message ? message->form[language][0] : NULL;
    return text ? text : english;
}

const char *say_many(enum language language, const char *one, const char *many, long long count) {
    const struct message *message = find(NULL, one, many);
    if (message) return message_text(message, language, count);
    return language_form(LANGUAGE_EN, count) ? many : one;
}

static const struct message_value *value_of(const struct message_value *values, const char *name,
                                            size_t length) {
    for (; values && values->name; values++)
        if (strlen(values->name) == length && memcmp(values->name, name, length) == 0)
            return values;
    return NULL;
}

char *message_fill(struct arena *arena, enum language language, const char *text,
                   const struct message_value *values) {
    struct buffer out = {0};
    while (*text) {
        size_t plain = strcspn(text, "{");
        buffer_add(&out, text, plain);
        text += plain;
        if (!*text) break;
        const char *close = strchr(text, '}');
        const struct message_value *value =
            close ? value_of(values, text + 1, (size_t)(close - text - 1)) : NULL;
        char number[LANGUAGE_NUMBER];
        if (!value) {
            buffer_add(&out, text++, 1);
            continue;
        }
        if (value->is_number)
            buffer_add_text(&out, language_number(language, value->number, number));
        else buffer_add_text(&out, value->text ? value->text : "");
        text = close + 1;
    }
    char *filled = arena_copy(arena, buffer_text(&out));
    buffer_close(&out);
    return filled;
}
