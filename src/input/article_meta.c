#define _GNU_SOURCE /* memmem */
#include "input/article_meta.h"

#include <jansson.h>
#include <string.h>

#include "input/article_line.h"

enum { DEPTH_MOST = 6, ITEMS_MOST = 1000 /* of lists, in all */ };

struct reader {
    struct page *page;
    struct article_meta *meta;
    int items;
    bool found; /* an article */
};

static void add_title(struct reader *reader, const char *text) {
    if (!text || reader->meta->title_count == META_TITLES) return;
    const char *title = page_clean(reader->page, text, strlen(text));
    if (*title) reader->meta->title[reader->meta->title_count++] = title;
}

static void add_date(struct reader *reader, const char *text) {
    if (text && *text && reader->meta->date_count < META_DATES)
        reader->meta->date[reader->meta->date_count++] = arena_copy(reader->page->arena, text);
}

static void add_person(struct reader *reader, const char *name) {
    if (!name || strchr(name, '/')) return; /* an address of a page */
    const char *text = page_clean(reader->page, name, strlen(name));
    byline_read(reader->page->arena, text, strlen(text), true, &reader->meta->people);
}

/* Is the type, or one of several, of this kind: its name ends so? */
static bool is_type(const json_t *object, const char *end) {
    const json_t *type = json_object_get(object, "@type");
    size_t count = json_is_array(type) ? json_array_size(type) : 1;
    for (size_t i = 0; i < count && i < ITEMS_MOST; i++) {
        const char *name = json_string_value(json_is_array(type) ? json_array_get(type, i) : type);
        size_t size = name ? strlen(name) : 0;
        if (size >= strlen(end) && strcmp(name + size - strlen(end), end) == 0) return true;
    }
    return false;
}

static void take_authors(struct reader *reader, const json_t *author, int depth) {
    size_t i;
    json_t *item;
    if (depth > DEPTH_MOST || reader->items++ > ITEMS_MOST) return;
    if (json_is_string(author)) {
        add_person(reader, json_string_value(author));
    } else if (json_is_array(author)) {
        json_array_foreach(author, i, item) take_authors(reader, item, depth + 1);
    } else if (json_is_object(author) && !is_type(author, "Organization")) {
        const json_t *name = json_object_get(author, "name");
        if (json_is_array(name)) take_authors(reader, name, depth + 1);
        else add_person(reader, json_string_value(name));
    }
}

static void take_value(struct reader *reader, const json_t *value, int depth) {
    static const char *const INNER[] = {"@graph", "mainEntity", "mainEntityOfPage",
                                        "itemListElement"};
    size_t i;
    json_t *item;
    if (reader->found || depth > DEPTH_MOST || reader->items++ > ITEMS_MOST) return;
    if (json_is_array(value)) {
        json_array_foreach(value, i, item) take_value(reader, item, depth + 1);
    } else if (json_is_object(value)) {
        if (is_type(value, "Article") || is_type(value, "BlogPosting") ||
            is_type(value, "LiveBlogPosting")) {
            reader->found = true;
            reader->meta->live = is_type(value, "LiveBlogPosting");
            add_title(reader, json_string_value(json_object_get(value, "headline")));
            add_date(reader, json_string_value(json_object_get(value, "datePublished")));
            take_authors(reader, json_object_get(value, "author"), 0);
            return;
        }
        for (i = 0; i < sizeof INNER / sizeof *INNER; i++)
            take_value(reader, json_object_get(value, INNER[i]), depth + 1);
    }
}

/* The value of a member in JSON that cannot be parsed: plain, without escapes. */
static const char *search(const struct page *page, const char *text, size_t size,
                          const char *member) {
    const char *at = memmem(text, size, member, strlen(member)), *end = text + size;
    if (!at) return NULL;
    at += strlen(member);
    while (at < end && strchr(" \t\r\n:", *at)) at++;
    if (at == end || *at != '"') return NULL;
    const char *close = memchr(at + 1, '"', (size_t)(end - at - 1));
    if (!close || memchr(at, '\\', (size_t)(close - at))) return NULL;
    return arena_copy_part(page->arena, at + 1, (size_t)(close - at - 1));
}

static void take_script(struct reader *reader, const char *text, size_t size) {
    json_error_t problem;
    if (size > META_SCRIPT_MOST || reader->found) return;
    json_t *root = json_loadb(text, size, 0, &problem);
    if (root) {
        take_value(reader, root, 0);
        json_decref(root);
    } else if (memmem(text, size, "Article\"", strlen("Article\""))) {
        add_title(reader, search(reader->page, text, size, "\"headline\""));
        add_date(reader, search(reader->page, text, size, "\"datePublished\""));
    }
}

static bool is_one_of(const char *name, const char *const *names) {
    for (; *names; names++)
        if (strcmp(name, *names) == 0) return true;
    return false;
}

void article_meta_read(struct page *page, struct article_meta *out_meta) {
    static const char *const TITLES[] = {"og:title",      "twitter:title",  "dc.title", "headline",
                                         "parsely-title", "sailthru.title", NULL};
    static const char *const DATES[] = {"article:published_time",
                                        "article:published",
                                        "og:article:published_time",
                                        "datepublished",
                                        "pubdate",
                                        "publishdate",
                                        "publish-date",
                                        "publish_date",
                                        "date",
                                        "dc.date",
                                        "dc.date.issued",
                                        "dcterms.created",
                                        "dcterms.date",
                                        "sailthru.date",
                                        "parsely-pub-date",
                                        "mediator_published_time",
                                        "cxenseparse:recs:publishtime",
                                        "article.published",
                                        "publication_date",
                                        NULL};
    static const char *const AUTHORS[] = {"author",
                                          "byl",
                                          "dc.creator",
                                          "dcterms.creator",
                                          "parsely-author",
                                          "sailthru.author",
                                          "article:author",
                                          "mediator_author",
                                          "cxenseparse:author",
                                          NULL};
    struct reader reader = {.page = page, .meta = out_meta};
    *out_meta = (struct article_meta){0};
    for (int i = 0; i < page->script_count; i++)
        take_script(&reader, page->script[i].text, page->script[i].size);
    bool known = out_meta->people.count > 0;
    for (int i = 0; i < page->meta_count; i++) {
        const struct page_meta *meta = &page->meta[i];
        if (is_one_of(meta->name, TITLES)) add_title(&reader, meta->content);
        if (is_one_of(meta->name, DATES)) add_date(&reader, meta->content);
        if (is_one_of(meta->name, AUTHORS) && !known) add_person(&reader, meta->content);
    }
}
