#include "base/cancel.h"

#include <stddef.h>

void cancel_request(struct cancel *cancel) {
    atomic_store_explicit(&cancel->on, true, memory_order_relaxed);
}

bool cancel_requested(const struct cancel *cancel) {
    return cancel != NULL && atomic_load_explicit(&cancel->on, memory_order_relaxed);
}
