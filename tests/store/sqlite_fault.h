/* Makes SQLite ask base/fault.h before it allocates and before it touches a file, and watches
 * whether it syncs what it writes. */
#ifndef CAIRN_TESTS_STORE_SQLITE_FAULT_H
#define CAIRN_TESTS_STORE_SQLITE_FAULT_H

#include <stdbool.h>

/* To be called first of all, before SQLite was used. Nothing is really synced from then on (no test
 * cuts the power), and waiting for a lock takes no time. */
void sqlite_fault_install(void);

/* From now on (or no longer) every fsync of SQLite fails. */
void sqlite_fault_syncs(bool fail);

/* Has something been written into a write-ahead log, or its folder, that was not synced yet? */
bool sqlite_fault_unsynced(void);

/* How often a write-ahead log was synced since it was installed. */
long sqlite_fault_log_syncs(void);

#endif
