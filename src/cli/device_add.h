/* Entering a device into the record. */
#ifndef CAIRN_CLI_DEVICE_ADD_H
#define CAIRN_CLI_DEVICE_ADD_H

#include "cli/session.h"

struct device_options {
    int64_t numbers; /* how many the device may give */
    const char *reason, *as, *passphrase_file;
};

/* A revision of the investigation's record that lists a new device of that name, with the next range
 * of so many numbers that is free: behind those of all other devices and of all remains that there
 * are. Says what to do next. */
MUST_CHECK bool device_add(struct session *session, const struct device_options *options,
                           const char *name, struct buffer *out, struct error *error);

#endif
