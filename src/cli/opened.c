#include "cli/opened.h"

#include "base/workers.h"
#include "record/authority_load.h"
#include "record/replay.h"

static bool open_tables(struct command_line *line, struct opened *opened, struct error *error) {
    struct replay replay = {.threads = workers_default(), .cancel = line->cancel, .shown = true};
    struct investigation *investigation = &opened->investigation;
    return replay_open(line->arena, investigation, &replay, &opened->tables, error) &&
           store_begin(opened->tables.store, STORE_READ, error) &&
           store_begin(investigation->store, STORE_READ, error) &&
           authority_load(line->arena, &investigation->digester, investigation->store,
                          &opened->authority, error);
}

bool opened_open(struct command_line *line, const char *path, struct opened *out_opened,
                 struct error *error) {
    struct opened opened = {0};
    if (!investigation_open(line->arena, path, INVESTIGATION_READ, &opened.investigation, error))
        return false;
    if (!open_tables(line, &opened, error)) {
        opened_close(&opened);
        return false;
    }
    *out_opened = opened;
    return true;
}

void opened_close(struct opened *opened) {
    tables_close(&opened->tables);
    investigation_close(&opened->investigation);
}
