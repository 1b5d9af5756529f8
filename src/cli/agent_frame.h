/* What is said between an agent, which holds a private key, and a command that asks it: one request
 * and one answer, and the connection ends.
 *
 *     request   kind (1 byte), size (4 bytes, big-endian), and so many bytes
 *     answer    "+", and what was asked for; or "-" alone: refused
 *
 *     kind  bytes of the request    what was asked for
 *     k     none                    public key (32 bytes), seconds left (4 bytes, big-endian)
 *     s     the message             signature (64 bytes)
 *     e     none                    nothing: the agent has ended
 *
 * A message is one of entry_sign for the investigation of the agent; nothing else is signed. What
 * comes from the other end is bytes from outside. */
#ifndef CAIRN_CLI_AGENT_FRAME_H
#define CAIRN_CLI_AGENT_FRAME_H

#include "record/entry.h"

enum agent_kind { AGENT_KEY = 'k', AGENT_SIGN = 's', AGENT_END = 'e' };

enum {
    AGENT_HEAD = 5,
    AGENT_REQUEST_MOST = AGENT_HEAD + ENTRY_MESSAGE_MOST,
    AGENT_ANSWER_MOST = 1 + SIGN_SIGNATURE_SIZE,
    AGENT_GRANTED = '+',
    AGENT_REFUSED = '-'
};

/* The head of a request. */
void agent_head_write(enum agent_kind kind, size_t size, uint8_t out_head[AGENT_HEAD]);

/* How many bytes follow that head; false: it is none, and nobody goes on reading. */
bool agent_head_read(const uint8_t head[AGENT_HEAD], enum agent_kind *out_kind, size_t *out_size);

/* The bytes of an answer that grants what was asked for. */
size_t agent_answer_size(enum agent_kind kind);

/* What an agent holds. */
struct agent_held {
    const char *origin;
    const struct secret *private_key;
    uint32_t seconds_left;
};

/* Answers a request; returns the bytes of the answer. */
size_t agent_answer(const struct agent_held *held, enum agent_kind kind, const uint8_t *bytes,
                    size_t size, uint8_t out_answer[AGENT_ANSWER_MOST]);

/* What an answer to AGENT_KEY says, after its first byte. */
void agent_answer_key(const uint8_t *answer, struct public_key *out_key,
                      uint32_t *out_seconds_left);

#endif
