#include "schema/json_node.h"

#include <string.h>

static void add(struct arena *arena, struct json_node *parent, const struct json_node ***end,
                const char *name, const json_t *value) {
    struct json_node *child = arena_new(arena, struct json_node, 1);
    *child = json_node_of(arena, value);
    child->name = name;
    **end = child;
    *end = &child->next;
    parent->size++;
}

static void add_all(struct arena *arena, struct json_node *node, const json_t *value) {
    const struct json_node **end = &node->first;
    const char *name;
    json_t *member;
    for (size_t i = 0; i < json_array_size(value); i++)
        add(arena, node, &end, NULL, json_array_get(value, i));
    json_object_foreach((json_t *)value, name, member) add(arena, node, &end, name, member);
}

struct json_node json_node_of(struct arena *arena, const json_t *value) {
    struct json_node node = {.kind = NODE_NULL};
    switch (json_typeof(value)) {
    case JSON_NULL: break;
    case JSON_TRUE:
    case JSON_FALSE:
        node.kind = NODE_TRUTH;
        node.whole = json_is_true(value);
        break;
    case JSON_INTEGER:
        node.kind = NODE_WHOLE;
        node.whole = json_integer_value(value);
        break;
    case JSON_REAL: node.kind = NODE_FRACTION; break;
    case JSON_STRING:
        node.kind = NODE_TEXT;
        node.text = json_string_value(value);
        node.size = json_string_length(value);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        node.kind = json_is_array(value) ? NODE_LIST : NODE_OBJECT;
        add_all(arena, &node, value);
        break;
    }
    return node;
}

const struct json_node *json_node_member(const struct json_node *node, const char *name) {
    if (!node || node->kind != NODE_OBJECT) return NULL;
    const struct json_node *at = node->first;
    while (at && strcmp(at->name, name) != 0) at = at->next;
    return at;
}

const char *json_node_text(const struct json_node *node) {
    return node && node->kind == NODE_TEXT ? node->text : NULL;
}

static bool equal_inside(const struct json_node *left, const struct json_node *right) {
    const struct json_node *other = right->first;
    for (const struct json_node *at = left->first; at; at = at->next) {
        if (left->kind == NODE_OBJECT) other = json_node_member(right, at->name);
        if (!other || !json_node_equal(at, other)) return false;
        other = other->next;
    }
    return true;
}

bool json_node_equal(const struct json_node *left, const struct json_node *right) {
    return left->kind == right->kind && left->size == right->size && left->whole == right->whole &&
           (left->kind != NODE_TEXT || !memcmp(left->text, right->text, left->size)) &&
           equal_inside(left, right);
}

/* ------------------------------------------------------------------ writing */

static void write_text(const char *text, struct buffer *out) {
    buffer_add(out, "\"", 1);
    const char *start = text;
    for (const char *at = text;; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        buffer_add(out, start, (size_t)(at - start));
        if (!byte) break;
        if (byte == '"' || byte == '\\') buffer_format(out, "\\%c", byte);
        else if (byte == '\n' || byte == '\t') buffer_add(out, byte == '\n' ? "\\n" : "\\t", 2);
        else buffer_format(out, "\\u%04x", byte);
        start = at + 1;
    }
    buffer_add(out, "\"", 1);
}

static void write_inside(const struct json_node *node, struct buffer *out) {
    for (const struct json_node *at = node->first; at; at = at->next) {
        if (at != node->first) buffer_add(out, ",", 1);
        if (at->name) {
            write_text(at->name, out);
            buffer_add(out, ":", 1);
        }
        json_node_write(at, out);
    }
}

void json_node_write(const struct json_node *node, struct buffer *out) {
    if (node->json) {
        buffer_add(out, node->json, node->json_size);
        return;
    }
    switch (node->kind) {
    case NODE_TRUTH: buffer_add_text(out, node->whole ? "true" : "false"); return;
    case NODE_WHOLE: buffer_format(out, "%lld", (long long)node->whole); return;
    case NODE_TEXT: write_text(node->text, out); return;
    case NODE_LIST:
    case NODE_OBJECT:
        buffer_add(out, node->kind == NODE_LIST ? "[" : "{", 1);
        write_inside(node, out);
        buffer_add(out, node->kind == NODE_LIST ? "]" : "}", 1);
        return;
    case NODE_NULL:
    case NODE_FRACTION: buffer_add_text(out, "null"); return;
    }
}
