/* say_compile OUT.c FILE.rules...: makes constant tables (say/lexicon.h) from what linguists write
 * down of a language, one file a language, at build.
 *
 *     [endings]                    sets of endings, for words that are inflected; - is none
 *     verb = в ла ло ли
 *     [cue says report]            a class of words, as CLASSES below has them
 *     announce announces announced one line a word, all its forms; the first is its lemma
 *     повідоми~verb                a stem with every ending of a set
 *     let_it_be_known              several words
 *     seven = 7                    with a value
 *
 * Forms are in small letters, with ' for every apostrophe and, in Russian, е for ё. The first thing
 * that is wrong ends the build with file, line and reason. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say/lexicon.h"
#include "say/say.h"

enum {
    LINE_MOST = 4096,
    FORM_MOST = 120,
    FORMS_MOST = 60000,
    LEXEMES_MOST = 20000,
    SETS_MOST = 200,
    TEXTS_MOST = 4 << 20
};

/* What may stand in a head: the class, and the words for `sub` or `value`, in their order. */
static const struct {
    const char *name;
    enum word_class word_class;
    const char *subs; /* apart by blanks; NULL: none */
    bool valued;      /* every line ends in "= NUMBER" */
} CLASSES[] = {
    {"cue", WORD_CUE, "says tells makes names puts refuses thinks asks heard gesture", false},
    {"source", WORD_SOURCE, "- he she it they", false},
    {"citing", WORD_CITING, NULL, false},
    {"that", WORD_THAT, NULL, false},
    {"auxiliary", WORD_AUXILIARY, "- passive", false},
    {"negation", WORD_NEGATION, NULL, false},
    {"adverb", WORD_ADVERB, NULL, false},
    {"pronoun", WORD_PRONOUN, "- he she it they", false},
    {"possessive", WORD_POSSESSIVE, "- he she it they", false},
    {"determiner", WORD_DETERMINER, NULL, false},
    {"relative", WORD_RELATIVE, NULL, false},
    {"and", WORD_AND, NULL, false},
    {"when", WORD_WHEN, NULL, false},
    {"preposition", WORD_PREPOSITION, "- at", false},
    {"title", WORD_TITLE, "- he she", false},
    {"epithet", WORD_EPITHET, NULL, false},
    {"honorific", WORD_HONORIFIC, "- he she", false},
    {"given", WORD_GIVEN, "- he she", false},
    {"body", WORD_BODY, "other state armed generic", false},
    {"noun", WORD_NOUN, NULL, false},
    {"media", WORD_MEDIA, NULL, false},
    {"weekday", WORD_WEEKDAY, NULL, true},
    {"month", WORD_MONTH, NULL, true},
    {"day", WORD_DAY, NULL, true},
    {"period", WORD_PERIOD, "week weekend month year", true},
    {"day_part", WORD_DAY_PART, NULL, false},
    {"number", WORD_NUMBER, "- about", true},
    {"round", WORD_ROUND, NULL, true},
    {"bound", WORD_BOUND, "low high about exact", false},
    {"range", WORD_RANGE, "from to", false},
    {"kind", WORD_KIND, NULL, false},
    {"unit", WORD_UNIT, NULL, false},
    {"abbreviation", WORD_ABBREVIATION, NULL, false},
    {"mark", WORD_MARK, NULL, false}, /* the act follows */
    {"demand", WORD_DEMAND, NULL, false},
    {"defends", WORD_DEFENDS, NULL, false},
    {"party", WORD_PARTY, NULL, false},
    {"label", WORD_LABEL, NULL, false},
    {"interview", WORD_INTERVIEW, NULL, false},
    {"byline", WORD_BYLINE, NULL, false},
    {"as_of", WORD_AS_OF, NULL, false},
    {"this", WORD_THIS, NULL, false},
    {"asked", WORD_ASKED, NULL, false},
};

static const char ACTS[] = "- allegation denial partial_admission counter_allegation justification "
                           "report call_for_inquiry no_comment other";

struct form {
    char *text;
    uint32_t bucket;
    int words, lexeme;
};

struct set {
    char name[32];
    char *endings;
};

struct maker {
    const char *path;
    int line;
    struct set sets[SETS_MOST];
    int set_count;
    struct form forms[FORMS_MOST];
    int form_count;
    struct lexeme lexemes[LEXEMES_MOST];
    int lexeme_count;
    bool in_endings, valued, in_section;
    struct lexeme section;
    char texts[TEXTS_MOST]; /* all that was copied */
    size_t texts_size;
};

static _Noreturn void refuse(const struct maker *maker, const char *format, ...) {
    va_list values;
    va_start(values, format);
    fprintf(stderr, "%s:%d: ", maker->path, maker->line);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    exit(1);
}

static char *copy_of(struct maker *maker, const char *text) {
    size_t size = strlen(text) + 1;
    if (size > TEXTS_MOST - maker->texts_size)
        refuse(maker, "more than %d bytes of words", TEXTS_MOST);
    char *copy = maker->texts + maker->texts_size;
    maker->texts_size += size;
    return memcpy(copy, text, size);
}

/* Which word of the list is it, from 0? -1: none. */
static int place_in(const char *list, const char *word) {
    size_t length = strlen(word);
    for (int place = 0; list && *list; place++) {
        size_t size = strcspn(list, " ");
        if (size == length && memcmp(list, word, size) == 0) return place;
        list += size + strspn(list + size, " ");
    }
    return -1;
}

/* "[cue says report]" */
static void read_head(struct maker *maker, char *line) {
    size_t length = strlen(line);
    if (line[length - 1] != ']') refuse(maker, "a head ends with ]");
    line[length - 1] = 0;
    char *word = strtok(line + 1, " ");
    if (!word) refuse(maker, "a head names a class of words");
    maker->in_section = true;
    maker->in_endings = strcmp(word, "endings") == 0;
    if (maker->in_endings) return;
    size_t i = 0, count = sizeof CLASSES / sizeof *CLASSES;
    while (i < count && strcmp(CLASSES[i].name, word) != 0) i++;
    if (i == count) refuse(maker, "%s is no class of words", word);
    maker->section = (struct lexeme){.word_class = (uint8_t)CLASSES[i].word_class};
    maker->valued = CLASSES[i].valued;
    word = strtok(NULL, " ");
    if (maker->section.word_class == WORD_PARTY) {
        if (!word) refuse(maker, "a party has a name: [party Spain]");
        for (char *at = word; *at; at++)
            if (*at == '_') *at = ' ';
        maker->section.lemma = copy_of(maker, word);
        word = strtok(NULL, " ");
    } else if (CLASSES[i].subs && word) {
        int place = place_in(CLASSES[i].subs, word);
        if (place < 0) refuse(maker, "%s is none of: %s", word, CLASSES[i].subs);
        maker->section.sub = (uint8_t)place;
        word = strtok(NULL, " ");
    }
    if ((maker->section.word_class == WORD_CUE || maker->section.word_class == WORD_MARK) && word) {
        int act = place_in(ACTS, word);
        if (act < 0) refuse(maker, "%s is none of: %s", word, ACTS);
        maker->section.act = (uint8_t)act;
        word = strtok(NULL, " ");
    }
    if (word) refuse(maker, "%s is too much in this head", word);
}

static void read_set(struct maker *maker, char *line) {
    char *sign = strchr(line, '=');
    char *name = strtok(line, " =");
    if (!sign || !name || strlen(name) >= sizeof maker->sets->name)
        refuse(maker, "a set of endings is NAME = ENDING ENDING");
    for (int i = 0; i < maker->set_count; i++)
        if (strcmp(maker->sets[i].name, name) == 0) refuse(maker, "%s is a set already", name);
    if (maker->set_count == SETS_MOST) refuse(maker, "more than %d sets", SETS_MOST);
    struct set *set = &maker->sets[maker->set_count++];
    strcpy(set->name, name);
    set->endings = copy_of(maker, sign + 1);
}

static const char *endings_of(const struct maker *maker, const char *name, size_t length) {
    for (int i = 0; i < maker->set_count; i++)
        if (strlen(maker->sets[i].name) == length && memcmp(maker->sets[i].name, name, length) == 0)
            return maker->sets[i].endings;
    refuse(maker, "~%.*s is no set of endings", (int)length, name);
}

static void add_form(struct maker *maker, const char *text) {
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < 32 || isupper((unsigned char)*at))
            refuse(maker, "%s has a capital or a control character", text);
    if (strstr(text, "’") || strstr(text, "ё"))
        refuse(maker, "%s: write ' for ’ and е for ё", text);
    for (int i = maker->form_count; i-- > 0 && maker->forms[i].lexeme == maker->lexeme_count;)
        if (strcmp(maker->forms[i].text, text) == 0) return; /* two endings are the same */
    if (maker->form_count == FORMS_MOST) refuse(maker, "more than %d forms", FORMS_MOST);
    struct form *form = &maker->forms[maker->form_count++];
    *form = (struct form){.text = copy_of(maker, text), .words = 1, .lexeme = maker->lexeme_count};
    form->bucket = lexicon_hash(text, strcspn(text, " ")) % LEXICON_BUCKETS;
    for (const char *at = text; *at; at++) form->words += *at == ' ';
}

/* All forms that `rest` makes behind what is in `made` already. */
static void expand(struct maker *maker, char *made, size_t size, const char *rest) {
    for (; *rest && *rest != '~'; rest++) {
        if (size + 1 >= FORM_MOST) refuse(maker, "a form is longer than %d bytes", FORM_MOST);
        made[size++] = *rest == '_' ? ' ' : *rest;
    }
    made[size] = 0;
    if (!*rest) {
        if (!size) refuse(maker, "an empty form");
        add_form(maker, made);
        return;
    }
    size_t name = strspn(rest + 1, "abcdefghijklmnopqrstuvwxyz0123456789");
    const char *ending = endings_of(maker, rest + 1, name);
    while (*(ending += strspn(ending, " "))) {
        size_t length = strcspn(ending, " ");
        if (size + length >= FORM_MOST) refuse(maker, "a form is longer than %d bytes", FORM_MOST);
        bool none = length == 1 && *ending == '-';
        if (!none) memcpy(made + size, ending, length);
        expand(maker, made, size + (none ? 0 : length), rest + 1 + name);
        ending += length;
    }
}

static void read_word(struct maker *maker, char *line) {
    char *sign = strchr(line, '='), *end;
    if (!sign != !maker->valued)
        refuse(maker, maker->valued ? "a word of this class has a value: WORD = NUMBER"
                                    : "a word of this class has no value");
    if (maker->lexeme_count == LEXEMES_MOST) refuse(maker, "more than %d words", LEXEMES_MOST);
    struct lexeme *lexeme = &maker->lexemes[maker->lexeme_count];
    *lexeme = maker->section;
    if (sign) {
        *sign = 0;
        lexeme->value = (int32_t)strtol(sign + 1, &end, 10);
        if (end == sign + 1 || *(end + strspn(end, " ")))
            refuse(maker, "%s is no whole number", sign + 1);
    }
    int first = maker->form_count;
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
        char made[FORM_MOST];
        expand(maker, made, 0, word);
    }
    if (maker->form_count == first) refuse(maker, "a value without a word");
    if (!lexeme->lemma) lexeme->lemma = maker->forms[first].text;
    maker->lexeme_count++;
}

static void read_rules(struct maker *maker) {
    char line[LINE_MOST];
    FILE *file = fopen(maker->path, "rb");
    maker->line = 0;
    if (!file) refuse(maker, "cannot be read");
    while (fgets(line, sizeof line, file)) {
        maker->line++;
        size_t length = strlen(line);
        if (length + 1 == sizeof line) refuse(maker, "longer than %d bytes", LINE_MOST - 2);
        char *comment = strchr(line, '#');
        if (comment) *comment = 0;
        for (length = strlen(line); length && strchr(" \t\r\n", line[length - 1]);)
            line[--length] = 0;
        char *first = line + strspn(line, " ");
        if (strchr(first, '\t')) refuse(maker, "a tab; words stand apart by blanks");
        if (!*first) continue;
        if (*first == '[') read_head(maker, first);
        else if (!maker->in_section) refuse(maker, "no head, as [cue says], stands before it");
        else if (maker->in_endings) read_set(maker, first);
        else read_word(maker, first);
    }
    if (ferror(file)) refuse(maker, "cannot be read");
    fclose(file);
    if (!maker->form_count) refuse(maker, "has no words");
}

/* By bucket, the longest first, then by text, so that the same forms come together. */
static int order_of_forms(const void *first, const void *second) {
    const struct form *a = first, *b = second;
    if (a->bucket != b->bucket) return a->bucket < b->bucket ? -1 : 1;
    if (a->words != b->words) return b->words - a->words;
    int order = strcmp(a->text, b->text);
    return order ? order : a->lexeme - b->lexeme;
}

static void write_string(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte >= 0x7f || byte == '"' || byte == '\\')
            fprintf(out, "\\%03o", byte);
        else fputc(byte, out);
    }
    fputc('"', out);
}

static void write_tables(struct maker *maker, FILE *out, const char *language) {
    qsort(maker->forms, (size_t)maker->form_count, sizeof *maker->forms, order_of_forms);
    fprintf(out, "\nstatic const struct lexeme lexemes_%s[] = {\n", language);
    for (int i = 0; i < maker->form_count; i++) {
        const struct lexeme *lexeme = &maker->lexemes[maker->forms[i].lexeme];
        fprintf(out, "    {%d, %d, %d, %d, ", lexeme->word_class, lexeme->sub, lexeme->act,
                (int)lexeme->value);
        write_string(out, lexeme->lemma);
        fputs("},\n", out);
    }
    fprintf(out, "};\n\nstatic const struct word_form forms_%s[] = {\n", language);
    static int begins[LEXICON_BUCKETS + 1];
    int written = 0, bucket = 0;
    for (int i = 0; i < maker->form_count;) {
        int next = i;
        while (next < maker->form_count &&
               strcmp(maker->forms[next].text, maker->forms[i].text) == 0)
            next++;
        while (bucket <= (int)maker->forms[i].bucket) begins[bucket++] = written;
        fputs("    {", out);
        write_string(out, maker->forms[i].text);
        fprintf(out, ", %d, %d, %d},\n", i, next - i, maker->forms[i].words);
        written++;
        i = next;
    }
    while (bucket <= LEXICON_BUCKETS) begins[bucket++] = written;
    fprintf(out, "};\n\nstatic const uint16_t buckets_%s[] = {", language);
    for (int i = 0; i <= LEXICON_BUCKETS; i++)
        fprintf(out, "%s%d,", i % 16 ? " " : "\n    ", begins[i]);
    fputs("\n};\n", out);
}

int main(int count, char **words) {
    static struct maker maker;
    static char languages[16][8];
    if (count < 3 || count > 18) {
        fputs("say_compile OUT.c FILE.rules...\n", stderr);
        return 2;
    }
    FILE *out = tmpfile();
    if (!out) {
        perror("say_compile");
        return 1;
    }
    fputs("/* Made by tools/say_compile.c. */\n#include \"say/lexicon.h\"\n", out);
    for (int i = 2; i < count; i++) {
        memset(&maker, 0, sizeof maker);
        maker.path = words[i];
        const char *slash = strrchr(words[i], '/'), *name = slash ? slash + 1 : words[i];
        size_t length = strcspn(name, ".");
        if (length < 2 || length > 3 || strcmp(name + length, ".rules") != 0)
            refuse(&maker, "is not called after a language, as en.rules");
        memcpy(languages[i - 2], name, length);
        read_rules(&maker);
        write_tables(&maker, out, languages[i - 2]);
    }
    fputs("\nconst struct lexicon lexicon_list[] = {\n", out);
    for (int i = 2; i < count; i++)
        fprintf(out, "    {\"%s\", forms_%s, buckets_%s, lexemes_%s},\n", languages[i - 2],
                languages[i - 2], languages[i - 2], languages[i - 2]);
    fprintf(out, "};\n\nconst int lexicon_count = %d;\n", count - 2);
    /* Nothing is made of a file that is wrong, so that the build does not go on with it. */
    FILE *made = fopen(words[1], "wb");
    rewind(out);
    for (int c; made && (c = getc(out)) != EOF;) putc(c, made);
    if (!made || ferror(out) || (ferror(made) | fclose(made))) {
        perror(words[1]);
        remove(words[1]);
        return 1;
    }
    fclose(out);
    return 0;
}
