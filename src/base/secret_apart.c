#include "base/secret_apart.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 4096, PASSPHRASE_MOST = 1 << 16, SPARE_MEMORY = 64 << 20, SECONDS = 60 };

/* The passphrase, a zero byte, and the text. */
static bool unseal(const void *question, size_t size, struct buffer *answer, struct error *error) {
    const char *end = memchr(question, 0, size);
    struct arena arena;
    struct secret passphrase, secret;
    arena_open(&arena, 0);
    if (!end) return error_set(error, ERROR_INTERNAL, "a passphrase without its end");
    size_t length = (size_t)(end - (const char *)question);
    if (!secret_open(&passphrase, length, error)) return false;
    memcpy(passphrase.bytes, question, length);
    char *text = arena_copy_part(&arena, end + 1, size - length - 1);
    if (!secret_unseal(&arena, text, &passphrase, &secret, error)) return false;
    buffer_add(answer, secret.bytes, secret.size);
    return true;
}

static void prepare(void) {
    struct random random;
    struct error error = {0};
    if (!random_open(&random, &error)) exit(70);
}

const struct child_work secret_work = {
    .name = "the passphrase",
    .run = unseal,
    .prepare = prepare,
    .question_most = PASSPHRASE_MOST + 1 + TEXT_MOST,
    .answer_most = SECRET_SEALED_MOST,
    .memory_most = (size_t)SECRET_COST_KIBIBYTES * 1024 + SPARE_MEMORY,
    .seconds = SECONDS,
    .at_once = 2,
};

bool secret_unseal_apart(struct children *children, const char *text,
                         const struct secret *passphrase, struct secret *out_secret,
                         struct error *error) {
    size_t length = strlen(text), size = passphrase->size + 1 + length;
    struct secret question, secret;
    struct buffer answer = {0};
    if (memchr(passphrase->bytes, 0, passphrase->size))
        return error_set(error, ERROR_DENIED, "a passphrase has no zero bytes");
    if (!secret_open(&question, size, error)) return false;
    memcpy(question.bytes, passphrase->bytes, passphrase->size);
    memcpy(question.bytes + passphrase->size + 1, text, length);
    bool good = child_run(children, &secret_work, question.bytes, size, &answer, error) &&
                secret_open(&secret, answer.size, error);
    if (good) {
        memcpy(secret.bytes, answer.bytes, answer.size);
        *out_secret = secret;
    }
    if (answer.bytes) explicit_bzero(answer.bytes, answer.capacity);
    buffer_close(&answer);
    secret_close(&question);
    return good;
}
