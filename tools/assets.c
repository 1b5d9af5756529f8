/* Puts files into the program, at build:
 *
 *     assets OUT.c FILE ZIPPED FILE ZIPPED…     each file, and the same compressed by gzip
 *
 * The assembler reads the bytes (.incbin), which a compiler would take seconds and hundreds of
 * megabytes for. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/encode.h"
#include "base/files.h"

enum { ASSET_MOST = 16 << 20, ASSETS_MOST = 1000, VERSION = 16 };

struct asset {
    const char *name, *type;
    char *path, *zipped; /* absolute; zipped is NULL where it saves nothing */
    size_t size, zipped_size;
};

static const char *type_of(const char *name) {
    static const struct { const char *ending, *type; } TYPES[] = {
        {".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},           {".png", "image/png"},
        {".ico", "image/x-icon"},            {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcmp(dot, TYPES[i].ending) == 0) return TYPES[i].type;
    return NULL;
}

static bool read_asset(struct arena *arena, struct digester *digester, const char *path,
                       const char *zipped, struct asset *out, struct error *error) {
    const char *slash = strrchr(path, '/');
    char *bytes;
    struct asset asset = {.name = slash ? slash + 1 : path};
    asset.type = type_of(asset.name);
    if (!asset.type)
        return error_set(error, ERROR_BAD_INPUT, "%s: tools/assets.c knows no media type of it",
                         path);
    if (!files_read(arena, path, ASSET_MOST, &bytes, &asset.size, error)) return false;
    digest_add(digester, asset.name, strlen(asset.name) + 1);
    digest_add(digester, bytes, asset.size);
    if (!files_read(arena, zipped, ASSET_MOST, &bytes, &asset.zipped_size, error) ||
        !files_absolute(arena, path, &asset.path, error) ||
        !files_absolute(arena, zipped, &asset.zipped, error))
        return false;
    if (asset.zipped_size >= asset.size) asset.zipped = NULL;
    *out = asset;
    return true;
}

static void write_bytes(struct buffer *out, const char *kind, int number, const char *path) {
    buffer_format(out,
                  "__asm__(\".section .rodata\\n.balign 16\\nasset_%s_%d: .incbin \\\"%s\\\"\\n"
                  ".previous\\n\");\nextern const unsigned char asset_%s_%d[];\n",
                  kind, number, path, kind, number);
}

static void write_assets(struct buffer *out, const struct asset *assets, int count,
                         const char *version) {
    /* The digest also tells the compiler's cache when a file has changed. */
    buffer_format(out, "/* Made by tools/assets.c. */\n#include \"http/assets.h\"\n\n"
                  "const char assets_path[] = \"/assets/%s/\";\n", version);
    for (int i = 0; i < count; i++) {
        write_bytes(out, "plain", i, assets[i].path);
        if (assets[i].zipped) write_bytes(out, "zipped", i, assets[i].zipped);
    }
    buffer_add_text(out, "const struct asset ASSETS[] = {\n");
    for (int i = 0; i < count; i++) {
        const struct asset *asset = &assets[i];
        buffer_format(out, "    {\"%s\", \"%s\", asset_plain_%d, %zu, ", asset->name, asset->type,
                      i, asset->size);
        if (asset->zipped) buffer_format(out, "asset_zipped_%d, %zu},\n", i, asset->zipped_size);
        else buffer_add_text(out, "0, 0},\n");
    }
    buffer_add_text(out, "    {0}};\n");
}

static int order_by_name(const void *first, const void *second) {
    return strcmp(((const struct asset *)first)->name, ((const struct asset *)second)->name);
}

static bool make(struct arena *arena, char **words, int count, struct error *error) {
    struct asset *assets = arena_new(arena, struct asset, ASSETS_MOST);
    struct digester digester = {0};
    struct buffer out = {0};
    char version[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    int found = 0;
    bool good = digest_open(&digester, error);
    if (good) digest_begin(&digester);
    for (int i = 2; good && i + 1 < count && found < ASSETS_MOST; i += 2)
        good = read_asset(arena, &digester, words[i], words[i + 1], &assets[found++], error);
    if (good) {
        struct digest digest = digest_end(&digester);
        encode_text(ENCODING_HEX, digest.byte, sizeof digest.byte, version);
        version[VERSION] = 0;
        qsort(assets, (size_t)found, sizeof *assets, order_by_name);
        write_assets(&out, assets, found, version);
        good = files_write(words[1], buffer_text(&out), out.size, error);
    }
    buffer_close(&out);
    digest_close(&digester);
    return good;
}

int main(int count, char **words) {
    struct arena arena;
    struct error error = {0};
    arena_open(&arena, 0);
    bool good = count >= 2 && count % 2 == 0
                    ? make(&arena, words, count, &error)
                    : error_set(&error, ERROR_USAGE, "usage: assets OUT.c FILE ZIPPED...");
    arena_close(&arena);
    if (!good) fprintf(stderr, "assets: %s\n", error.text);
    return error_exit_code(error.code);
}
