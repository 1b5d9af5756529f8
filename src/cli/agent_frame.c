#include "cli/agent_frame.h"

#include <string.h>

static void put_number(uint32_t number, uint8_t out[4]) {
    for (int i = 0; i < 4; i++) out[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t number_at(const uint8_t *bytes) {
    uint32_t number = 0;
    for (int i = 0; i < 4; i++) number = number << 8 | bytes[i];
    return number;
}

void agent_head_write(enum agent_kind kind, size_t size, uint8_t out_head[AGENT_HEAD]) {
    out_head[0] = (uint8_t)kind;
    put_number((uint32_t)size, out_head + 1);
}

bool agent_head_read(const uint8_t head[AGENT_HEAD], enum agent_kind *out_kind, size_t *out_size) {
    uint32_t size = number_at(head + 1);
    bool good = head[0] == AGENT_SIGN ? size >= 1 && size <= ENTRY_MESSAGE_MOST
                                      : (head[0] == AGENT_KEY || head[0] == AGENT_END) && !size;
    if (!good) return false;
    *out_kind = (enum agent_kind)head[0];
    *out_size = size;
    return true;
}

size_t agent_answer_size(enum agent_kind kind) {
    if (kind == AGENT_KEY) return 1 + SIGN_PUBLIC_SIZE + 4;
    return kind == AGENT_SIGN ? 1 + SIGN_SIGNATURE_SIZE : 1;
}

size_t agent_answer(const struct agent_held *held, enum agent_kind kind, const uint8_t *bytes,
                    size_t size, uint8_t out_answer[AGENT_ANSWER_MOST]) {
    out_answer[0] = AGENT_GRANTED;
    if (kind == AGENT_KEY) {
        struct public_key key = sign_public(held->private_key);
        memcpy(out_answer + 1, key.byte, SIGN_PUBLIC_SIZE);
        put_number(held->seconds_left, out_answer + 1 + SIGN_PUBLIC_SIZE);
    } else if (kind == AGENT_SIGN && entry_is_message(bytes, size, held->origin)) {
        struct signature signature = sign_bytes(held->private_key, bytes, size);
        memcpy(out_answer + 1, signature.byte, SIGN_SIGNATURE_SIZE);
    } else if (kind != AGENT_END) {
        out_answer[0] = AGENT_REFUSED;
        return 1;
    }
    return agent_answer_size(kind);
}

void agent_answer_key(const uint8_t *answer, struct public_key *out_key,
                      uint32_t *out_seconds_left) {
    memcpy(out_key->byte, answer + 1, SIGN_PUBLIC_SIZE);
    *out_seconds_left = number_at(answer + 1 + SIGN_PUBLIC_SIZE);
}
