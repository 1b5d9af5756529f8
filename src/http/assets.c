#include "http/assets.h"

#include <string.h>

const struct asset *asset_find(const char *name) {
    for (const struct asset *asset = ASSETS; asset->name; asset++)
        if (strcmp(asset->name, name) == 0) return asset;
    return NULL;
}
