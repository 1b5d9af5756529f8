#include "record/other_tools.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/files.h"
#include "base/folder.h"

static void put(struct arena *arena, const char *folder, const char *name, const void *bytes,
                size_t size) {
    struct error error = {0};
    if (!files_write(files_join(arena, folder, name), bytes, size, &error))
        fail_msg("%s", error.text);
}

/* ------------------------------------------------------------------ OpenSSL */

bool other_openssl_is_here(void) {
    if (system("openssl version > /dev/null 2>&1") == 0) return true;
    fprintf(stderr, "\n*** SKIPPED: no openssl: it verified no signature; make deps\n\n");
    return false;
}

bool other_openssl_verifies(struct arena *arena, const struct public_key *key, const void *bytes,
                            size_t size, const uint8_t signature[SIGN_SIGNATURE_SIZE]) {
    /* SubjectPublicKeyInfo of an Ed25519 key (RFC 8410). */
    uint8_t der[44] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    char *folder = folder_make(arena);
    memcpy(der + 12, key->byte, SIGN_PUBLIC_SIZE);
    put(arena, folder, "key", der, sizeof der);
    put(arena, folder, "text", bytes, size);
    put(arena, folder, "sig", signature, SIGN_SIGNATURE_SIZE);
    int code = system(arena_format(arena,
                                   "cd '%s' && openssl pkeyutl -verify -pubin -inkey key "
                                   "-keyform DER -rawin -in text -sigfile sig > out 2>&1",
                                   folder));
    folder_remove(folder);
    return code == 0;
}

/* ------------------------------------------------------------------ signify */

bool other_signify_is_here(void) {
    if (system("command -v signify-openbsd > /dev/null") == 0) return true;
    fprintf(stderr, "\n*** SKIPPED: no signify-openbsd: it verified no signature; make deps\n\n");
    return false;
}

/* signify(1): a comment, and base64 of "Ed", the number of the key, and what it is. */
static void put_signify(struct arena *arena, const char *folder, const char *name,
                        const uint8_t *what, size_t size) {
    uint8_t bytes[10 + SIGN_SIGNATURE_SIZE] = "Ed12345678";
    char text[ENCODE_BASE64_LENGTH(sizeof bytes) + 1];
    memcpy(bytes + 10, what, size);
    encode_text(ENCODING_BASE64, bytes, 10 + size, text);
    char *file = arena_format(arena, "untrusted comment: of a test\n%s\n", text);
    put(arena, folder, name, file, strlen(file));
}

bool other_signify_verifies(struct arena *arena, const struct public_key *key, const void *bytes,
                            size_t size, const uint8_t signature[SIGN_SIGNATURE_SIZE]) {
    char *folder = folder_make(arena);
    put(arena, folder, "text", bytes, size);
    put_signify(arena, folder, "key", key->byte, SIGN_PUBLIC_SIZE);
    put_signify(arena, folder, "sig", signature, SIGN_SIGNATURE_SIZE);
    int code = system(arena_format(arena,
                                   "cd '%s' && signify-openbsd -V -p key -m text -x sig "
                                   "> out 2>&1",
                                   folder));
    folder_remove(folder);
    return code == 0;
}

/* ------------------------------------------------------------------ Go */

static const char GO[] = "GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= GOCACHE=";

bool other_go_is_here(void) {
    if (system("command -v go > /dev/null") == 0 &&
        access("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog", R_OK) == 0)
        return true;
    fprintf(stderr, "\n*** SKIPPED: no Go, or not its golang.org/x/mod: it looked at no log; "
                    "make deps\n\n");
    return false;
}

bool other_go_accepts(struct arena *arena, const char *folder, const char *vkey, char **out_said) {
    const char *source = getenv("CAIRN_SOURCE"), *results = getenv("CAIRN_RESULTS");
    const char *cache =
        arena_format(arena, "%s/go-cache", results ? results : "/tmp/cairn-results");
    char *work = folder_make(arena), *said = files_join(arena, work, "said"), *bytes;
    size_t size;
    struct error error = {0};
    int code = system(arena_format(arena,
                                   "%s'%s' go run '%s/tests/record/check_log.go' '%s' '%s' "
                                   "> '%s' 2>&1",
                                   GO, cache, source ? source : ".", folder, vkey, said));
    if (!files_read(arena, said, 1 << 20, &bytes, &size, &error)) fail_msg("%s", error.text);
    folder_remove(work);
    /* 1: the log is not whole. Anything else is no answer. */
    if (code != 0 && !strstr(bytes, "the log is not whole")) fail_msg("go: %s", bytes);
    if (out_said) *out_said = bytes;
    return code == 0;
}
