/* What an agent is sent: only an entry of its investigation is signed, and nothing else is answered
 * with more than it was asked for. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/agent_frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define ORIGIN "example.org/a"

static void fill(struct random *random, void *out, size_t size) {
    (void)random;
    memset(out, 7, size);
}

static void check_answer(const struct agent_held *held, const struct public_key *key,
                         enum agent_kind kind, const uint8_t *bytes, size_t size) {
    static const char HEAD[] = "cairn-entry/v1\n" ORIGIN "\n";
    uint8_t answer[AGENT_ANSWER_MOST];
    size_t got = agent_answer(held, kind, bytes, size, answer);
    bool ours = size >= sizeof HEAD - 1 && memcmp(bytes, HEAD, sizeof HEAD - 1) == 0;
    bool granted = kind != AGENT_SIGN || ours;
    struct signature signature;
    if (answer[0] != (granted ? AGENT_GRANTED : AGENT_REFUSED)) abort();
    if (got != (granted ? agent_answer_size(kind) : 1)) abort();
    if (kind != AGENT_SIGN || !granted) return;
    memcpy(signature.byte, answer + 1, SIGN_SIGNATURE_SIZE);
    if (!sign_verify(key, bytes, size, &signature)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct secret private_key;
    static struct public_key key;
    struct random random = {fill};
    struct error error = {0};
    enum agent_kind kind;
    size_t follow;
    if (!private_key.bytes && !sign_make_keys(&random, &private_key, &key, &error)) abort();
    struct agent_held held = {ORIGIN, &private_key, 60};
    if (size < AGENT_HEAD || !agent_head_read(bytes, &kind, &follow)) return 0;
    if (follow > AGENT_REQUEST_MOST - AGENT_HEAD) abort();
    uint8_t again[AGENT_HEAD];
    agent_head_write(kind, follow, again);
    if (memcmp(again, bytes, AGENT_HEAD) != 0) abort();
    if (follow <= size - AGENT_HEAD)
        check_answer(&held, &key, kind, bytes + AGENT_HEAD, follow);
    return 0;
}
