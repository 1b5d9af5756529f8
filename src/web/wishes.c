#include "web/wishes.h"

#include <string.h>

#include "http/page_wishes.h"
#include "web/pages.h"

/* The words of the declaration as sentences: they are read in a hurry, before somebody telephones. */
static const char *wish_text(const struct visit *visit, const char *word) {
    enum language language = visit->language;
    if (!strcmp(word, "each_finding")) return say(language, "Tell them of each finding.");
    if (!strcmp(word, "when_complete"))
        return say(language, "Tell them when all is found, not before.");
    if (!strcmp(word, "identification_only"))
        return say(language, "Tell them of the identification, and of no parts.");
    if (!strcmp(word, "never")) return say(language, "Do not tell them of parts.");
    if (!strcmp(word, "return_each")) return say(language, "Give back each part.");
    if (!strcmp(word, "return_at_end")) return say(language, "Give back parts at the end.");
    if (!strcmp(word, "bury_by_authority"))
        return say(language, "The authority shall bury them.");
    if (!strcmp(word, "never_tell")) return say(language, "Never tell them.");
    return choice_text(visit, word);
}

static void show_people(const struct visit *visit, const struct family_record *family,
                        struct page_wishes *page) {
    struct page_wishes_people *people =
        arena_new(visit->arena, struct page_wishes_people, family->count);
    for (int i = 0; i < family->count; i++) {
        const struct family_member *member = &family->member[i];
        if (!*member->notify) continue;
        people[page->people_count++] =
            (struct page_wishes_people){.address = record_address(visit->arena, member->rec),
                                        .id = member->id,
                                        .name = member->name,
                                        .relation = member->relation,
                                        .wish = wish_text(visit, member->notify),
                                        .how = member->notify_how};
    }
    page->people = people;
}

static bool show_handovers(const struct visit *visit, const struct family_record *family,
                           struct page_wishes *page, struct error *error) {
    struct family_handover *handover;
    int count;
    if (!family_handovers(visit->arena, visit->tables, family, &handover, &count, error))
        return false;
    struct page_wishes_handovers *handovers =
        arena_new(visit->arena, struct page_wishes_handovers, count);
    for (int i = 0; i < count; i++) {
        if (!*handover[i].fragments_wish || handover[i].member < 0) continue;
        handovers[page->handovers_count++] = (struct page_wishes_handovers){
            .address = record_address(visit->arena, handover[i].rec),
            .number = handover[i].number,
            .person = family->member[handover[i].member].id,
            .wish = wish_text(visit, handover[i].fragments_wish)};
    }
    page->handovers = handovers;
    return true;
}

bool wishes_show(const struct visit *visit, const struct family_record *family,
                 const struct page_wishes **out_page, struct error *error) {
    struct page_wishes *page = arena_new(visit->arena, struct page_wishes, 1);
    *page = (struct page_wishes){0};
    show_people(visit, family, page);
    *out_page = page;
    return show_handovers(visit, family, page, error);
}
