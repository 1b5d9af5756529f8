/* Which copy of the investigation this one is. */
#include <inttypes.h>

#include "record/device.h"
#include "record/verify_parts.h"

/* A copy that says wrongly how far it is the main one's would hand over too little, or what is the main
 * copy's as its own. */
static bool check_confirmed(struct verify *verify, const struct investigation *copy,
                            struct error *error) {
    struct device_list list = {0};
    struct error failure = {0};
    bool is = false;
    if (!device_list_read(verify->arena, &verify->digester, verify->store, &list, &failure) ||
        !device_is_confirmed(verify->arena, &verify->digester, verify->store, copy->confirmed, &is,
                             &failure)) {
        if (store_broken(verify->store)) return error_set(error, failure.code, "%s", failure.text);
        return true; /* what cannot be read was named before */
    }
    if (!device_find(&list, copy->device))
        verify_note(verify, VERIFY_WHOLE, "it says that it is a device that the record does not "
                    "list");
    if (!is)
        verify_note(verify, VERIFY_WHOLE, "the first %" PRIu64 " entries are not those that the "
                    "main copy had: they were altered, or another size was written down",
                    copy->confirmed);
    return true;
}

bool verify_device(struct verify *verify, struct error *error) {
    struct investigation copy = {.store = verify->store, .tree = verify->tree};
    struct error failure = {0};
    if (!device_read(verify->arena, &copy, &failure)) {
        if (store_broken(verify->store)) return error_set(error, failure.code, "%s", failure.text);
        verify_note(verify, VERIFY_WHOLE, "%s", failure.text);
        return true;
    }
    if (!copy.device) return true;
    verify->result.device = copy.device;
    verify->result.outbox = verify->tree.size - copy.confirmed;
    return check_confirmed(verify, &copy, error);
}
