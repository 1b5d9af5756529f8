#include "record/canonical_node.h"

#include <string.h>

/* Each of these begins at the first byte of what it reads and returns where that ends. */
static const char *read_value(struct arena *arena, const char *at, const char *end,
                              struct json_node *out_node);

static const char *read_text(struct arena *arena, const char *at, const char **out_text) {
    const char *end = at + 1;
    while (*end != '"') end += *end == '\\' ? 2 : 1;
    *out_text = canonical_text(arena, at, (size_t)(end + 1 - at));
    return end + 1;
}

static const char *read_inside(struct arena *arena, const char *at, const char *end,
                               struct json_node *node) {
    const struct json_node **last = &node->first;
    char close = *at == '[' ? ']' : '}';
    at++;
    while (*at != close) {
        struct json_node *child = arena_new(arena, struct json_node, 1);
        const char *name = NULL;
        if (close == '}') at = read_text(arena, at, &name) + 1;
        at = read_value(arena, at, end, child);
        child->name = name;
        *last = child;
        last = &child->next;
        node->size++;
        if (*at == ',') at++;
    }
    return at + 1;
}

static const char *read_number(const char *at, const char *end, struct json_node *node) {
    const char *behind = at + 1;
    while (behind < end && *behind >= '0' && *behind <= '9') behind++;
    node->kind = NODE_WHOLE;
    node->whole = canonical_whole(at, (size_t)(behind - at));
    return behind;
}

static const char *read_value(struct arena *arena, const char *at, const char *end,
                              struct json_node *out_node) {
    struct json_node node = {.kind = NODE_NULL};
    const char *from = at;
    switch (*at) {
    case '"':
        node.kind = NODE_TEXT;
        at = read_text(arena, at, &node.text);
        node.size = strlen(node.text);
        break;
    case '[':
    case '{':
        node.kind = *at == '[' ? NODE_LIST : NODE_OBJECT;
        at = read_inside(arena, at, end, &node);
        break;
    case 't':
    case 'f':
        node.kind = NODE_TRUTH;
        node.whole = *at == 't';
        at += node.whole ? strlen("true") : strlen("false");
        break;
    case 'n': at += strlen("null"); break;
    default: at = read_number(at, end, &node);
    }
    node.json = from;
    node.json_size = (size_t)(at - from);
    *out_node = node;
    return at;
}

struct json_node canonical_node(struct arena *arena, const char *bytes, size_t size) {
    struct json_node node;
    read_value(arena, bytes, bytes + size, &node);
    return node;
}
