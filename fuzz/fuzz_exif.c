/* EXIF of cameras: whatever was read is within its bounds and fit to be shown. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "input/exif.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct exif exif = exif_read(bytes, size), again = exif;
    exif_harmless(&again);
    if (memcmp(&exif, &again, sizeof exif) != 0) abort();
    if (!utf8_is_harmless(exif.make) || !utf8_is_harmless(exif.model) ||
        !utf8_is_harmless(exif.serial) || !utf8_is_harmless(exif.fault))
        abort();
    if (exif.camera_error != EXIF_NONE &&
        (exif.taken == EXIF_NONE || exif.zone == EXIF_NONE || exif.gps_time == EXIF_NONE))
        abort();
    return 0;
}
