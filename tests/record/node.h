/* Canonical JSON by another program: npm's canonicalize, run by node. */
#ifndef CAIRN_TESTS_RECORD_NODE_H
#define CAIRN_TESTS_RECORD_NODE_H

#include "base/arena.h"

/* For every line of JSON its canonical form, line by line, in the arena. NULL when node or the
 * package (tests/package.json, see tools/deps) is not installed, which is said on stderr; fails
 * the test when it is there and does not work. */
char *node_canonicalize(struct arena *arena, const char *lines);

#endif
