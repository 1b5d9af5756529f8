/* A JSON value as it is looked at while a record is checked: a small tree in an arena, which costs
 * much less than one that can be changed. */
#ifndef CAIRN_SCHEMA_JSON_NODE_H
#define CAIRN_SCHEMA_JSON_NODE_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buffer.h"

enum json_node_kind {
    NODE_NULL,
    NODE_TRUTH, /* `whole` is 0 or 1 */
    NODE_WHOLE,
    NODE_FRACTION, /* nothing that a record may hold; its value is not kept */
    NODE_TEXT,
    NODE_LIST,
    NODE_OBJECT
};

struct json_node {
    enum json_node_kind kind;
    const char *name; /* as a member of an object; else NULL */
    const char *text; /* of NODE_TEXT, in UTF-8, with a zero byte behind it */
    size_t size;      /* its bytes; else the number of elements or members */
    int64_t whole;
    const char *json; /* NULL, or the value as JSON without blanks, of so many bytes */
    size_t json_size;
    const struct json_node *first; /* element or member; NULL: none */
    const struct json_node *next;  /* in the list or object that it stands in */
};

/* The tree of a value, with what is inside it in the arena. Texts and names stay the value's. */
struct json_node json_node_of(struct arena *arena, const json_t *value);

/* The member of an object; NULL: it has none of that name, or is no object. Takes NULL. */
const struct json_node *json_node_member(const struct json_node *node, const char *name);

/* The text; NULL: it is none. Takes NULL. */
const char *json_node_text(const struct json_node *node);

/* Are both the same value? */
bool json_node_equal(const struct json_node *left, const struct json_node *right);

/* Adds it as JSON without blanks: as it was read, or members in their order. */
void json_node_write(const struct json_node *node, struct buffer *out);

#endif
