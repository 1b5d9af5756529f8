#include "case/small_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/replay.h"

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

void small_tables_open(struct small_record *small, struct small_tables *out_tables) {
    struct error error = {0};
    struct replay replay = {.threads = 1};
    if (small->open) small_close(small);
    must(investigation_open(small->arena, small->path, INVESTIGATION_READ,
                            &out_tables->investigation, &error), &error);
    must(replay_open(small->arena, &out_tables->investigation, &replay, &out_tables->tables,
                     &error), &error);
    must(store_begin(out_tables->investigation.store, STORE_READ, &error), &error);
    must(store_begin(out_tables->tables.store, STORE_READ, &error), &error);
}

void small_tables_close(struct small_record *small, struct small_tables *tables) {
    tables_close(&tables->tables);
    investigation_close(&tables->investigation);
    small_open(small);
}
