/* The names of the example: stems and endings that are put together by chance, so that nobody bears
 * them, in letters that the ways of writing them in Latin treat differently. */
#include <string.h>
#include <uchar.h>

#include "case/example_story.h"

/* Every one ends in a consonant: so a patronymic can be made of it. */
static const char *const MEN[] = {
    "Ольвар",  "Тимрад",  "Юрвин",   "Ярвид",   "Брестан", "Гальмир", "Зенвад",
    "Ільрад",  "Корвен",  "Ладгост", "Мирвен",  "Неґрад",  "Орвін",   "Плавен",
    "Родвік",  "Світвар", "Твердан", "Улгост",  "Хорвен",  "Щевлад",  "Ємвар",
    "Згурвид", "Їжвар",   "Цвітмир",
};

static const char *const WOMEN[] = {
    "Ольвіра", "Верміла", "Ґалвена", "Дзвенія", "Єльміна", "Жарена",  "Зорвіна",
    "Їльма",   "Краславна", "Лелвіна", "Мельгіна", "Навіра", "Орфіна", "Пільвена",
    "Росміла", "Сяйвена", "Тільмира", "Щедвіна", "Юлвена",  "Ярвіна",  "Ціольда",
    "Шаріна",  "Хорвіна", "Загіра",
};

static const char *const STEMS[] = {
    "Велмор", "Ґрідан", "Жалісов", "Згорен", "Їзмар",  "Йолкан", "Кривельм", "Лохвин",
    "Мяздр",  "Ногайв", "Ощепл",   "Пирягн", "Рудзев", "Сквирян", "Тюшкан",  "Углич",
    "Фаєв",   "Хижнор", "Цюприн",  "Чапельн", "Шульжев", "Щигольв", "Юрмач",  "Ясногр",
};

static const struct ending {
    const char *man, *woman;
} ENDINGS[] = {
    {"ський", "ська"}, {"енко", "енко"}, {"ук", "ук"},
    {"ин", "ина"},     {"ай", "ай"},     {"ий", "а"},
};

enum {
    MEN_COUNT = sizeof MEN / sizeof MEN[0],
    WOMEN_COUNT = sizeof WOMEN / sizeof WOMEN[0],
    ENDING_COUNT = sizeof ENDINGS / sizeof ENDINGS[0]
};

_Static_assert(EXAMPLE_SURNAMES == ENDING_COUNT * sizeof STEMS / sizeof STEMS[0],
               "every stem has every ending");

const char *example_given(struct simulate_random *random, enum sex sex) {
    return sex == SEX_FEMALE ? WOMEN[example_draw(random, WOMEN_COUNT)]
                             : MEN[example_draw(random, MEN_COUNT)];
}

const char *example_patronymic(struct arena *arena, const char *father, enum sex sex) {
    return arena_format(arena, "%s%s", father, sex == SEX_FEMALE ? "івна" : "ович");
}

const char *example_surname(struct arena *arena, int number, enum sex sex) {
    const struct ending *ending = &ENDINGS[number % ENDING_COUNT];
    return arena_format(arena, "%s%s", STEMS[number / ENDING_COUNT],
                        sex == SEX_FEMALE ? ending->woman : ending->man);
}

/* A letter by the resolution at the beginning of a word and after it, in passports, and by ear. */
static const struct letter {
    char16_t letter;
    const char *first, *later, *passport, *ear;
} LETTERS[] = {
    {u'а', "a", "a", "a", "a"},         {u'б', "b", "b", "b", "b"},
    {u'в', "v", "v", "v", "v"},         {u'г', "h", "h", "h", "g"},
    {u'ґ', "g", "g", "g", "g"},         {u'д', "d", "d", "d", "d"},
    {u'е', "e", "e", "e", "e"},         {u'є', "ye", "ie", "ie", "e"},
    {u'ж', "zh", "zh", "zh", "j"},      {u'з', "z", "z", "z", "z"},
    {u'и', "y", "y", "y", "i"},         {u'і', "i", "i", "i", "i"},
    {u'ї', "yi", "i", "i", "yi"},       {u'й', "y", "i", "i", "y"},
    {u'к', "k", "k", "k", "k"},         {u'л', "l", "l", "l", "l"},
    {u'м', "m", "m", "m", "m"},         {u'н', "n", "n", "n", "n"},
    {u'о', "o", "o", "o", "o"},         {u'п', "p", "p", "p", "p"},
    {u'р', "r", "r", "r", "r"},         {u'с', "s", "s", "s", "s"},
    {u'т', "t", "t", "t", "t"},         {u'у', "u", "u", "u", "u"},
    {u'ф', "f", "f", "f", "f"},         {u'х', "kh", "kh", "kh", "h"},
    {u'ц', "ts", "ts", "ts", "c"},      {u'ч', "ch", "ch", "ch", "ch"},
    {u'ш', "sh", "sh", "sh", "sh"},     {u'щ', "shch", "shch", "shch", "sch"},
    {u'ь', "", "", "", ""},             {u'ю', "yu", "iu", "iu", "yu"},
    {u'я', "ya", "ia", "ia", "ya"},
};

enum { LETTER_COUNT = sizeof LETTERS / sizeof LETTERS[0] };

/* The small letter of a capital one of the Ukrainian alphabet. */
static char16_t small_letter(char16_t letter) {
    if (letter >= 0x410 && letter <= 0x42f) return letter + 0x20;
    if (letter >= 0x404 && letter <= 0x407) return letter + 0x50;
    return letter == 0x490 ? 0x491 : letter;
}

static const char *spelling(const struct letter *letter, char16_t before, enum romanisation how) {
    if (how == ROMAN_PASSPORT) return letter->passport;
    if (how == ROMAN_BY_EAR) return letter->ear;
    if (letter->letter == u'г' && before == u'з') return "gh"; /* or it would be read as zh */
    return before ? letter->later : letter->first;
}

const char *example_latin(struct arena *arena, const char *cyrillic, enum romanisation how) {
    char *latin = arena_new(arena, char, 2 * strlen(cyrillic) + 1), *end = latin;
    char16_t before = 0;
    /* All letters of the alphabet take two bytes; everything else, such as a blank, takes one. */
    for (const unsigned char *at = (const unsigned char *)cyrillic; *at; at++) {
        if (*at < 0x80) {
            *end++ = (char)*at;
            before = 0;
            continue;
        }
        char16_t written = (char16_t)((at[0] & 0x1f) << 6 | (at[1] & 0x3f));
        char16_t letter = small_letter(written);
        const char *text = "";
        for (int i = 0; i < LETTER_COUNT; i++)
            if (LETTERS[i].letter == letter) text = spelling(&LETTERS[i], before, how);
        char *begin = end;
        end = stpcpy(end, text);
        if (letter != written && end > begin) *begin = (char)(*begin - 'a' + 'A');
        before = letter;
        at++;
    }
    return latin;
}

const char *example_roman_name(enum romanisation how) {
    static const char *const names[] = {"KMU 2010", "passport", "by ear"};
    return names[how];
}
