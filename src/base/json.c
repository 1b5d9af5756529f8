#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct json json_to(struct buffer *out) { return (struct json){.out = out}; }

static void begin_value(struct json *json) {
    if (json->after_name) {
        json->after_name = false;
        return;
    }
    bool flat = json->flat[json->depth];
    if (json->filled[json->depth]) buffer_add_text(json->out, flat ? ", " : ",");
    json->filled[json->depth] = true;
    if (json->depth && !flat) buffer_format(json->out, "\n%*s", json->depth, "");
}

static void open_level(struct json *json, const char *bracket, bool flat) {
    begin_value(json);
    buffer_add_text(json->out, bracket);
    assert(json->depth + 1 < JSON_DEPTH);
    flat = flat || json->flat[json->depth];
    json->depth++;
    json->filled[json->depth] = false;
    json->flat[json->depth] = flat;
}

static void close_level(struct json *json, const char *bracket) {
    assert(json->depth > 0 && !json->after_name);
    bool broken = json->filled[json->depth] && !json->flat[json->depth];
    json->depth--;
    if (broken) buffer_format(json->out, "\n%*s", json->depth, "");
    buffer_add_text(json->out, bracket);
    if (json->depth == 0) buffer_add_text(json->out, "\n");
}

void json_open_object(struct json *json) { open_level(json, "{", false); }
void json_open_list(struct json *json) { open_level(json, "[", false); }
void json_open_object_flat(struct json *json) { open_level(json, "{", true); }
void json_open_list_flat(struct json *json) { open_level(json, "[", true); }
void json_close_object(struct json *json) { close_level(json, "}"); }
void json_close_list(struct json *json) { close_level(json, "]"); }

static void add_quoted(struct buffer *out, const char *text) {
    buffer_add_text(out, "\"");
    const char *start = text;
    for (const char *at = text;; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        buffer_add(out, start, (size_t)(at - start));
        if (!byte) break;
        if (byte == '"' || byte == '\\') buffer_format(out, "\\%c", byte);
        else if (byte == '\n') buffer_add_text(out, "\\n");
        else if (byte == '\t') buffer_add_text(out, "\\t");
        else buffer_format(out, "\\u%04x", byte);
        start = at + 1;
    }
    buffer_add_text(out, "\"");
}

void json_name(struct json *json, const char *name) {
    begin_value(json);
    add_quoted(json->out, name);
    buffer_add_text(json->out, ": ");
    json->after_name = true;
}

void json_text(struct json *json, const char *text) {
    if (!text) {
        json_none(json);
        return;
    }
    begin_value(json);
    add_quoted(json->out, text);
}

void json_number(struct json *json, double number) {
    if (!isfinite(number)) {
        json_none(json);
        return;
    }
    begin_value(json);
    char digits[40];
    snprintf(digits, sizeof digits, "%.17g", number);
    for (char *at = digits; *at; at++)
        if (*at == ',') *at = '.';
    buffer_add_text(json->out, digits);
}

void json_whole(struct json *json, int64_t number) {
    begin_value(json);
    buffer_format(json->out, "%lld", (long long)number);
}

void json_truth(struct json *json, bool truth) {
    begin_value(json);
    buffer_add_text(json->out, truth ? "true" : "false");
}

void json_none(struct json *json) {
    begin_value(json);
    buffer_add_text(json->out, "null");
}

void json_member_text(struct json *json, const char *name, const char *text) {
    json_name(json, name);
    json_text(json, text);
}

void json_member_number(struct json *json, const char *name, double number) {
    json_name(json, name);
    json_number(json, number);
}

void json_member_whole(struct json *json, const char *name, int64_t number) {
    json_name(json, name);
    json_whole(json, number);
}

void json_member_truth(struct json *json, const char *name, bool truth) {
    json_name(json, name);
    json_truth(json, truth);
}
