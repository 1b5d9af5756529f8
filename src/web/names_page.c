/* A name in other letters: by every table, by its sounds, and as those missing are called. */
#include <string.h>

#include "http/page_names.h"
#include "schema/spelling.h"
#include "web/candidates.h"
#include "web/pages.h"

static bool is_cyrillic(const struct name *name) {
    for (int i = 0; i < name->count; i++)
        if (!strcmp(name->word[i].script, "Cyrl")) return true;
    return false;
}

static void show_spellings(const struct visit *visit, const char *text, struct page_names *page) {
    struct page_names_spellings *spellings =
        arena_new(visit->arena, struct page_names_spellings, SPELLINGS);
    for (int i = 0; i < SPELLINGS; i++)
        spellings[i] = (struct page_names_spellings){
            .table = SPELLING_TABLE[i].name,
            .source = SPELLING_TABLE[i].source,
            .text = spelling_latin(visit->arena, text, (enum spelling)i)};
    page->spellings = spellings;
    page->spellings_count = SPELLINGS;
}

/* A given name in both languages, and its other forms. */
static const char *forms_of(const struct visit *visit, const struct name_word *word) {
    if (word->given < 0) return NULL;
    const struct given_name *name = &GIVEN_NAMES[word->given];
    const char *forms = arena_format(visit->arena, "%s, %s%s%s", name->ukrainian, name->russian,
                                     name->others ? ", " : "", name->others ? name->others : "");
    if (word->role != NAME_PATRONYMIC) return forms;
    struct message_value values[] = {{.name = "name", .text = forms}, {.name = NULL}};
    return message_fill(visit->arena, visit->language, say(visit->language, "father: {name}"),
                        values);
}

static void show_words(const struct visit *visit, const struct name *name,
                       struct page_names *page) {
    struct page_names_words *words = arena_new(visit->arena, struct page_names_words, name->count);
    for (int i = 0; i < name->count; i++)
        words[i] = (struct page_names_words){
            .text = name->word[i].text,
            .key = name->word[i].key,
            .role = say_word(visit->language, name_role_words(name->word[i].role)),
            .forms = forms_of(visit, &name->word[i])};
    page->words = words;
    page->words_count = (size_t)name->count;
}

static void show_called(const struct visit *visit, const struct leads_list *list,
                        const struct leads *leads, struct page_names *page) {
    struct arena *arena = visit->arena;
    struct page_names_candidates *candidates =
        arena_new(arena, struct page_names_candidates, leads->count);
    for (int i = 0; i < leads->count; i++) {
        const struct lead *lead = &leads->lead[i];
        const struct leads_person *person = &list->person[lead->person];
        struct page_names_candidates_reasons *reasons =
            arena_new(arena, struct page_names_candidates_reasons, lead->reason_count);
        for (int j = 0; j < lead->reason_count; j++)
            reasons[j] = (struct page_names_candidates_reasons){
                .what = say_word(visit->language, lead->reason[j].what),
                .why = lead->reason[j].why};
        candidates[i] = (struct page_names_candidates){
            .address = record_address(arena, person->rec),
            .id = arena_copy(arena, person->id),
            .name = arena_copy(arena, candidates_name(person)),
            .reasons = reasons,
            .reasons_count = (size_t)lead->reason_count};
    }
    page->candidates = candidates;
    page->candidates_count = (size_t)leads->count;
    page->more = leads->more;
}

static bool find_called(const struct visit *visit, struct leads_document *name,
                        struct page_names *page, struct error *error) {
    struct missing_list *missing;
    struct leads leads;
    if (!missing_hold(&visit->web->missing, visit->tables, &missing, error)) return false;
    leads_find_names(visit->arena, &missing->list, name, &leads);
    show_called(visit, &missing->list, &leads, page);
    missing_release(&visit->web->missing, missing);
    page->persons = true;
    return true;
}

bool show_names(struct visit *visit, struct error *error) {
    const char *text = request_query(visit->request, "name");
    struct page_names page = {.name = text ? text : ""};
    struct given_names given = given_names_make(visit->arena);
    struct leads_document name;
    leads_name_read(visit->arena, &given, page.name, &name);
    if (name.name_count) {
        if (is_cyrillic(&name.name[0].name)) show_spellings(visit, page.name, &page);
        show_words(visit, &name.name[0].name, &page);
        if (candidates_may_read(visit) && !find_called(visit, &name, &page, error)) return false;
    }
    page.frame = visit_frame(visit, say(visit->language, "A name in other letters"), "/documents");
    page_names(visit_page(visit), &page);
    return true;
}
