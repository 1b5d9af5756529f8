#include "report/families.h"

#include <stdlib.h>
#include <string.h>

#include "base/seeded.h"

/* A person a word: the id, its sex (m, f or ?), what it is (d dead, t typed, x missing, i
 * identified), and its parents: "c:m:tx:a,b", a parent who is not there left empty. Parents come
 * before their children. */
static const struct {
    const char *name, *persons;
    int repeats;
} KNOWN[] = {
    {"alone", "a:m:x", 0},
    {"trio", "a:m:t b:f:t c:m:x:a,b", 0},
    {"duo", "b:f:t c:m:x:,b", 0},
    {"a mother of whom no sex is recorded", "a:m:t b:?: c:?:x:a,b", 0},
    {"siblings", "a:m:d b:f:t c:m:i:a,b d:f:x:a,b e:m:t:a,b f:?:x:a,b g:f:dt:a,b", 0},
    {"grandparents on both sides",
     "a:m:d b:f:dt c:m:t d:f: e:m:d:a,b f:f:t:c,d g:m:t:a,b h:f::c,d i:m:x:e,f j:f:t:e,f", 0},
    {"two wives", "a:m:x b:f:t c:f:t d:m:t:a,b e:f:t:a,b f:m::a,c g:f:t:a,c", 0},
    {"four wives", "a:m:dx b:f:t c:f:t d:f: e:f:t f:m:t:a,b g:f:t:a,c h:m::a,d i:f:t:a,e j:m:x:a,e",
     1},
    {"a wife and children of another", "a:m:x b:f:t c:m:t:a,b d:f:t:a, e:m::a,", 0},
    {"half-siblings have a child", "a:f:d b:m:t c:m: d:m:t:b,a e:f:t:c,a f:m:x:d,e", 0},
    {"siblings have a child", "a:m: b:f: c:m:t:a,b d:f:t:a,b e:m:x:c,d", 0},
    {"a father and his daughter", "a:m:t b:f:t c:f:t:a,b d:m:x:a,c", 1},
    {"an uncle and his niece", "a:m: b:f: c:m:t:a,b d:m::a,b e:f: f:f:t:d,e g:m:x:c,f", 1},
    {"cousins marry",
     "a:m:d b:f:d c:m::a,b d:f:t:a,b e:f:t f:m: g:m:t:c,e h:f:t:f,d i:m:x:g,h j:f:x:g,h", 0},
    {"double cousins",
     "a:m: b:f: c:m: d:f: e:m::a,b f:m::a,b g:f::c,d h:f::c,d i:m:x:e,g j:f:t:f,h", 0},
    {"double cousins marry",
     "a:m: b:f: c:m: d:f: e:m::a,b f:m::a,b g:f::c,d h:f::c,d i:m:t:e,g j:f:t:f,h k:m:x:i,j", 0},
    {"three brothers marry three sisters",
     "a:m: b:f: c:m: d:f: e:m::a,b f:m::a,b g:m::a,b h:f::c,d i:f::c,d j:f::c,d "
     "k:m:x:e,h l:f:t:f,i m:m:t:g,j n:f:x:g,j",
     0},
    {"partners in a circle", "a:m: b:f: c:m: d:f: e:m:t:a,b f:f:t:c,b g:m:x:c,d h:f:t:a,d", 1},
    {"several parts",
     "a:m:t b:f:t c:m:x:a,b d:?:x e:f:t f:m:x:,e g:m:t h:f: i:f:x:g,h j:m:x:g,h k:m:t l:m:t", 0},
    {"forty",
     "a:m:d b:f:dt c:m:d d:f:d e:m:d:a,b f:f:t:c,d g:m:x:a,b h:f:t i:f:t:a,b j:m: k:m:x:c,d l:f:t "
     "m:f::c,d n:m:dt o:m:x:e,f p:f:t:e,f q:m:t:e,f r:f: s:m:i:g,h t:f:t:g,h u:m:t v:f:x:j,i "
     "w:m::j,i x:f: y:m:t:k,l z:f:x:k,l A:m:x:n,m B:f:t:n,m C:m: D:f: E:m:x:q,r F:f:t:q,r "
     "G:m:t:u,t H:f:x:u,t I:m:i:w,x J:f:t:w,x K:f: L:m:x:A,K M:f:t:A,K N:m:x:C,B",
     0},
};

static int find(const struct drawn_family *family, const char *id, size_t length) {
    for (int i = 0; i < family->count; i++)
        if (strlen(family->person[i].id) == length && memcmp(family->person[i].id, id, length) == 0)
            return i;
    return -1;
}

/* The next part of a word, up to a colon, a comma or its end. */
static size_t part_length(const char *at) { return strcspn(at, ":, "); }

static const char *next_part(const char *at) {
    at += part_length(at);
    return *at == ':' || *at == ',' ? at + 1 : at;
}

static void read_person(struct arena *arena, struct drawn_family *family, const char *at) {
    struct pedigree_person person = {.father = -1, .mother = -1};
    person.id = arena_copy_part(arena, at, part_length(at));
    person.link = arena_format(arena, "/persons/%s", person.id);
    at = next_part(at);
    person.sex = *at == 'm' ? SEX_MALE : *at == 'f' ? SEX_FEMALE : SEX_UNKNOWN;
    at = next_part(at);
    for (; part_length(at); at++) {
        if (*at == 'd') person.dead = true;
        if (*at == 't') person.typed = true;
        if (*at == 'x' || *at == 'i') person.missing = true;
        if (*at == 'i') person.remains = arena_format(arena, "ABC-%04d-B", family->count + 1);
    }
    at = next_part(at);
    person.father = find(family, at, part_length(at));
    at = next_part(at);
    person.mother = find(family, at, part_length(at));
    family->person[family->count++] = person;
}

struct drawn_family *families_known(struct arena *arena, int *out_count) {
    *out_count = (int)(sizeof KNOWN / sizeof *KNOWN);
    struct drawn_family *out = arena_new(arena, struct drawn_family, *out_count);
    for (int i = 0; i < *out_count; i++) {
        const char *at = KNOWN[i].persons;
        out[i] = (struct drawn_family){.name = KNOWN[i].name, .repeats = KNOWN[i].repeats};
        out[i].person = arena_new(arena, struct pedigree_person, strlen(at));
        while (*at) {
            read_person(arena, &out[i], at);
            at += strcspn(at, " ");
            at += strspn(at, " ");
        }
    }
    return out;
}

static int below(struct seeded *seeded, int most) {
    uint32_t number;
    random_fill(&seeded->random, &number, sizeof number);
    return most > 0 ? (int)(number % (uint32_t)most) : 0;
}

/* A person of the sex among the last `reach` before `count`, -1: none is found. */
static int some_parent(struct seeded *seeded, const struct drawn_family *family, int count,
                       int reach, enum sex sex) {
    for (int i = 0; i < 8 && count; i++) {
        int from = count > reach ? count - reach : 0, index = from + below(seeded, count - from);
        if (family->person[index].sex == sex) return index;
    }
    return -1;
}

/* Turns the order round, with the parents. */
static void reverse(struct drawn_family *family) {
    for (int i = 0; i < family->count; i++) {
        struct pedigree_person *person = &family->person[i];
        if (person->father >= 0) person->father = family->count - 1 - person->father;
        if (person->mother >= 0) person->mother = family->count - 1 - person->mother;
    }
    for (int i = 0; i < family->count / 2; i++) {
        struct pedigree_person other = family->person[i];
        family->person[i] = family->person[family->count - 1 - i];
        family->person[family->count - 1 - i] = other;
    }
}

struct drawn_family families_random(struct arena *arena, uint64_t seed, int most) {
    static const char *const NAMES[] = {NULL, "Шевченко Олександр", "Đurđević", "*1984",
                                        "Добровольська-Петренко Олена Миколаївна"};
    struct seeded seeded = seeded_from(seed);
    struct drawn_family family = {.name =
                                      arena_format(arena, "seed %llu", (unsigned long long)seed),
                                  .count = 1 + below(&seeded, most),
                                  .repeats = -1};
    int founders = 5 + below(&seeded, 60), reach = 2 + below(&seeded, 20);
    int more_children = below(&seeded, 90);
    family.person = arena_new(arena, struct pedigree_person, family.count);
    for (int i = 0; i < family.count; i++) {
        struct pedigree_person *person = &family.person[i];
        int kind = below(&seeded, 40);
        *person =
            (struct pedigree_person){.id = arena_format(arena, "F%d-%02d", below(&seeded, 100), i),
                                     .line = {NAMES[below(&seeded, 5)], NAMES[below(&seeded, 5)]},
                                     .sex = kind == 0  ? SEX_UNKNOWN
                                            : kind % 2 ? SEX_MALE
                                                       : SEX_FEMALE,
                                     .father = -1,
                                     .mother = -1,
                                     .dead = below(&seeded, 3) == 0,
                                     .typed = below(&seeded, 2) == 0,
                                     .missing = below(&seeded, 3) == 0,
                                     .remains = below(&seeded, 12) == 0 ? "ABC-0001-B" : NULL,
                                     .link = "/persons/1"};
        if (below(&seeded, 100) < founders) continue;
        if (i && below(&seeded, 100) < more_children) {
            person->father = person[-1].father;
            person->mother = person[-1].mother;
            continue;
        }
        if (below(&seeded, 10)) person->father = some_parent(&seeded, &family, i, reach, SEX_MALE);
        if (below(&seeded, 10))
            person->mother = some_parent(&seeded, &family, i, reach, SEX_FEMALE);
    }
    for (int i = 0; i < family.count; i++)
        if (below(&seeded, 40) == 0) family.person[i].sex = SEX_UNKNOWN;
    if (below(&seeded, 2)) reverse(&family);
    return family;
}
