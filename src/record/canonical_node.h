/* From canonical JSON to the tree that values are checked as. */
#ifndef CAIRN_RECORD_CANONICAL_NODE_H
#define CAIRN_RECORD_CANONICAL_NODE_H

#include "record/canonical.h"
#include "schema/json_node.h"

/* The tree of a value whose bytes were scanned. It is in the arena, but for the JSON of its nodes,
 * which stays where it is. */
struct json_node canonical_node(struct arena *arena, const char *bytes, size_t size);

#endif
