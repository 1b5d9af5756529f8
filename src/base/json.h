/* Writes JSON into a buffer: objects, lists, text, numbers. Commas and indentation are its own
 * business. Reading is jansson's. */
#ifndef CAIRN_BASE_JSON_H
#define CAIRN_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

enum { JSON_DEPTH = 32 };

struct json {
    struct buffer *out;
    int depth;
    bool filled[JSON_DEPTH]; /* something stands already at this depth */
    bool flat[JSON_DEPTH];   /* this one stays on one line */
    bool after_name;
};

/* Starts writing into `out`, which stays its owner's. */
struct json json_to(struct buffer *out);

void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_list(struct json *json);
void json_close_list(struct json *json);

/* The next opened object or list is written on one line. */
void json_open_object_flat(struct json *json);
void json_open_list_flat(struct json *json);

/* The name of the next value in an object. */
void json_name(struct json *json, const char *name);

/* Values. Text is UTF-8 and NULL is null; a number is written so that reading it gives the same
 * double (17 digits), and null when it is not finite: JSON has no word for infinity. */
void json_text(struct json *json, const char *text);
void json_number(struct json *json, double number);
void json_whole(struct json *json, int64_t number);
void json_truth(struct json *json, bool truth);
void json_none(struct json *json);

/* A name and its value in an object. */
void json_member_text(struct json *json, const char *name, const char *text);
void json_member_number(struct json *json, const char *name, double number);
void json_member_whole(struct json *json, const char *name, int64_t number);
void json_member_truth(struct json *json, const char *name, bool truth);

#endif
