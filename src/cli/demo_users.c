#include "cli/demo_users.h"

#include <stddef.h>

const struct demo_user DEMO_USERS[] = {
    {DEMO_WORKER, "field,laboratory,examiner,liaison"},
    {"Field team", "field"},
    {"Laboratory", "laboratory"},
    {"Examiner", "examiner"},
    {"Family office", "liaison"},
    {DEMO_BOARD, "board"},
    {"Custodian", "custodian"},
    {DEMO_PRESS, "press"},
    {DEMO_ADMINISTRATOR, "administrator"},
    {NULL, NULL},
};

const char DEMO_PASSPHRASE[] = "nothing here is real";
