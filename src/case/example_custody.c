/* Who had what in the example: from the grave to the mortuary, and from there to the laboratory.
 * Every chain is whole but for one, which has the gap that somebody has to explain. */
#include "case/example_story.h"

enum { EVENING = 19 * 60, EXAMINED = 2 * 60, BOX = 40, SHIPPING = 18078 /* 1 July 2019 */, SHIPPING_DAYS = 60 };

static const char FIELD[] = "T. Hirvan, field team";
static const char KEEPER[] = "S. Ulgost, keeper of the district mortuary";
static const char LIAISON[] = "O. Plaven, family liaison";
static const char LABORATORY[] = "E. Tilmyr, sample room of the district laboratory";

/* One line; the numbers of seals are written as S- or T- and digits. */
struct event {
    const char *number, *event, *items, *at, *place, *gives, *receives, *previous, *purpose;
    const char *seal_before, *seal_intact, *seal_after, *explanation;
};

static void write_event(struct event event, struct buffer *out) {
    const char *const cells[] = {event.number,      event.event,       event.items,
                                 event.at,          event.place,       event.gives,
                                 event.receives,    event.previous,    event.purpose,
                                 event.seal_before, event.seal_intact, event.seal_after,
                                 event.explanation};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) example_cell(out, cells[i]);
    example_line_end(out);
}

/* What travels in one bag: the remains and what lay with them. */
static const char **list_bags(struct arena *arena, const struct example_site *site,
                              const struct example_objects *objects) {
    const char **items = arena_new(arena, const char *, site->count);
    for (int i = 0; i < site->count; i++) items[i] = site->remains[i].code;
    for (int i = 0; i < objects->count; i++) {
        const struct example_object *object = &objects->object[i];
        items[object->with] = arena_format(arena, "%s;%s", items[object->with], object->code);
    }
    return items;
}

/* The chain of one bag, which is back on its shelf in the end; `gap`: nobody knows who had it in its first nights at the mortuary. */
static void write_bag(struct arena *arena, int number, const char *items, bool gap,
                      const struct example_remains *remains, const struct example_grave *grave,
                      const struct example_lying *lying, struct buffer *out) {
    const char *collected = arena_format(arena, "C-%05d-1", number);
    const char *carried = arena_format(arena, "C-%05d-2", number);
    const char *missed = arena_format(arena, "C-%05d-3", number);
    const char *first = arena_format(arena, "S-%06d", lying->bag);
    const char *second = arena_format(arena, "T-%06d", lying->bag);
    const char *third = arena_format(arena, "R-%06d", lying->bag);
    write_event((struct event){.number = collected,
                               .event = "collect",
                               .items = items,
                               .at = example_instant(arena, grave->day, lying->lifted),
                               .place = arena_format(arena, "Elderwood, %s", grave->code),
                               .receives = FIELD,
                               .seal_after = first},
                out);
    write_event((struct event){.number = carried,
                               .event = "transfer",
                               .items = items,
                               .at = example_instant(arena, grave->day, EVENING),
                               .place = "District mortuary (invented)",
                               .gives = FIELD,
                               .receives = KEEPER,
                               .previous = collected,
                               .purpose = "transport",
                               .seal_before = first,
                               .seal_intact = "yes",
                               .seal_after = first},
                out);
    if (gap)
        write_event(
            (struct event){
                .number = missed,
                .event = "break",
                .items = items,
                .at = example_instant(arena, lying->examined, lying->examined_from - 20),
                .place = "District mortuary (invented)",
                .gives = "unknown",
                .receives = KEEPER,
                .previous = carried,
                .purpose = "storage",
                .seal_before = first,
                .seal_intact = "no",
                .seal_after = third,
                .explanation =
                    arena_format(arena,
                                 "The bag stood in a corridor with its seal torn. Where it was "
                                 "between the evening of %s and then is not known. It was "
                                 "photographed, counted against the list and sealed again.",
                                 example_date(arena, grave->day))},
            out);
    const char *examiner = arena_format(arena, "%s, %s", lying->examiner,
                                        remains->body ? "pathologist" : "anthropologist");
    const char *sampled = arena_format(arena, "C-%05d-%d", number, gap ? 4 : 3);
    items = arena_format(arena, "%s;LB%06d", items, remains->barcode);
    write_event((struct event){.number = sampled,
                               .event = "sample",
                               .items = items,
                               .at = example_instant(arena, lying->examined, lying->examined_from),
                               .place = "District mortuary (invented)",
                               .gives = KEEPER,
                               .receives = examiner,
                               .previous = gap ? missed : carried,
                               .purpose = "sampling",
                               .seal_before = gap ? third : first,
                               .seal_intact = "yes",
                               .seal_after = second},
                out);
    write_event((struct event){.number = arena_format(arena, "C-%05d-%d", number, gap ? 5 : 4),
                               .event = "store",
                               .items = items,
                               .at = example_instant(arena, lying->examined,
                                                     lying->examined_from + EXAMINED),
                               .place = "District mortuary (invented)",
                               .gives = examiner,
                               .receives = KEEPER,
                               .previous = sampled,
                               .purpose = "storage",
                               .seal_before = second,
                               .seal_intact = "yes",
                               .seal_after = second},
                out);
}

int32_t example_shipping_day(int tube, int count) {
    int boxes = (count + BOX - 1) / BOX;
    return SHIPPING + tube / BOX * SHIPPING_DAYS / boxes;
}

/* Boxes of tubes on their way to the laboratory: the `count` barcodes of one giver. */
static void write_boxes(struct arena *arena, const int *barcode, int count, char letter,
                        const char *gives, struct buffer *out) {
    int boxes = (count + BOX - 1) / BOX;
    for (int i = 0; i < boxes; i++) {
        const char *items = "";
        for (int j = i * BOX; j < count && j < (i + 1) * BOX; j++)
            items = arena_format(arena, "%s%sLB%06d", items, *items ? ";" : "", barcode[j]);
        const char *seal = arena_format(arena, "%c-%04d", letter, i + 1);
        write_event((struct event){.number = arena_format(arena, "CL-%c%04d", letter, i + 1),
                                   .event = "transfer",
                                   .items = items,
                                   .at = example_instant(
                                       arena, example_shipping_day(i * BOX, count), 11 * 60),
                                   .place = "District laboratory (invented)",
                                   .gives = gives,
                                   .receives = LABORATORY,
                                   .purpose = "examination",
                                   .seal_before = seal,
                                   .seal_intact = "yes",
                                   .seal_after = seal},
                    out);
    }
}

void example_write_custody(struct arena *arena, uint64_t seed,
                           const struct example_families *families,
                           const struct example_site *site, const struct example_ground *ground,
                           const struct example_objects *objects, struct buffer *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_CUSTODY);
    const char **items = list_bags(arena, site, objects);
    int gap = example_draw(&random, site->count), relatives = 0;
    buffer_add_text(out, "number\tevent\titems\tat\tplace\tgives_name\treceives_name\tprevious\t"
                         "purpose\tseal_before\tseal_intact\tseal_after\texplanation\n");
    int *bones = arena_new(arena, int, site->count);
    for (int i = 0; i < site->count; i++) {
        const struct example_remains *remains = &site->remains[i];
        write_bag(arena, i + 1, items[i], i == gap, remains, &ground->grave[remains->grave - 1],
                  &ground->lying[i], out);
        bones[i] = remains->barcode;
    }
    write_boxes(arena, bones, site->count, 'K', KEEPER, out);
    for (int i = 0; i < families->count; i++)
        for (int j = 0; j < families->family[i].pedigree.count; j++)
            relatives += families->family[i].person[j].barcode > 0;
    int *swabs = arena_new(arena, int, relatives), count = 0;
    for (int i = 0; i < families->count; i++)
        for (int j = 0; j < families->family[i].pedigree.count; j++)
            if (families->family[i].person[j].barcode)
                swabs[count++] = families->family[i].person[j].barcode;
    write_boxes(arena, swabs, count, 'M', LIAISON, out);
}
