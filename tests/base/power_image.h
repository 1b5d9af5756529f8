/* A folder as it may be found when the power is back; for power.c. */
#ifndef CAIRN_TESTS_BASE_POWER_IMAGE_H
#define CAIRN_TESTS_BASE_POWER_IMAGE_H

#include "base/digest.h"
#include "base/power_trace.h"

/* What became of something that was not synced. */
enum power_fate {
    POWER_LOST,
    POWER_KEPT,
    POWER_DRAWN,      /* each by itself */
    POWER_IN_ORDER    /* of names: all until some moment, as a journal keeps them */
};

struct power_loss {
    enum power_fate names, sizes, bytes;
    uint64_t unit; /* of bytes: so many are written at once; 0: a file's all */
    uint64_t seed; /* of what is drawn */
};

struct power_image {
    const struct power *power;
    struct arena arena;
    struct power_links links;
    struct power_content {
        uint8_t *bytes; /* room for the largest that it ever was */
        uint64_t size, room;
    } *content; /* of each node */
    size_t *synced; /* of each node: the operations before this one are on the disk */
};

void power_image_open(struct power_image *image, const struct power *power);
void power_image_close(struct power_image *image);

/* Makes it what there may be after the first `point` operations, where nothing that `lies` names
 * (NULL: nothing) was ever synced. */
void power_image_make(struct power_image *image, size_t point, const struct power_loss *loss,
                      bool (*lies)(const char *path));

/* Of all names and all that is in the files. */
struct digest power_image_digest(const struct power_image *image, struct digester *digester);

/* Makes the folder. */
MUST_CHECK bool power_image_write(const struct power_image *image, const char *folder,
                                  struct error *error);

/* Is this what lies in the recorded folder? */
MUST_CHECK bool power_image_is_there(const struct power_image *image, struct error *error);

/* A number of one draw: the same for the same three. */
uint64_t power_draw(uint64_t seed, uint64_t what, uint64_t which);

#endif
