/* What it costs to guess a passphrase, as an option of commands that seal a key. */
#ifndef CAIRN_CLI_KEY_COST_H
#define CAIRN_CLI_KEY_COST_H

#include "base/secret.h"
#include "cli/options.h"

/* For a struct with an int64_t key_cost, which is SECRET_COST_KIBIBYTES when nothing is said. */
#define KEY_COST_OPTION(type)                                                                      \
    {.name = "key-cost", .kind = OPTION_WHOLE, .target = offsetof(type, key_cost),                 \
     .value = "KIB", .help = "memory of one guess at a passphrase (262144); less is for tests",    \
     .least = SECRET_COST_KIBIBYTES_LEAST, .most = SECRET_COST_KIBIBYTES_MOST}

static inline struct secret_cost key_cost(int64_t kibibytes) {
    return (struct secret_cost){(uint32_t)kibibytes, SECRET_COST_PASSES};
}

#endif
