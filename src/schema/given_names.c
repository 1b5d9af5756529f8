#include "schema/given_names.h"

#include <stdlib.h>
#include <string.h>

#include "schema/name_key.h"

const struct given_name GIVEN_NAMES[] = {
    {"Агафія", "Агафья", "Гафія"},
    {"Ганна", "Анна", "Anne Hanna"},
    {"Олександр", "Александр", "Alexander Аляксандр"},
    {"Олександра", "Александра", "Alexandra Аляксандра"},
    {"Олексій", "Алексей", "Alexis Аляксей"},
    {"Анастасія", "Анастасия", "Настасія Настасья"},
    {"Андрій", "Андрей", "Andrew"},
    {"Антон", "Антон", "Антін Anthony"},
    {"Артем", "Артём", "Артемій Артемий"},
    {"Опанас", "Афанасий", "Панас Афанасій"},
    {"Борис", "Борис", NULL},
    {"Валерій", "Валерий", NULL},
    {"Василь", "Василий", "Basil"},
    {"Віктор", "Виктор", "Victor"},
    {"Вікторія", "Виктория", "Victoria"},
    {"Віра", "Вера", NULL},
    {"Віталій", "Виталий", NULL},
    {"Владислав", "Владислав", NULL},
    {"Володимир", "Владимир", "Уладзімір"},
    {"В'ячеслав", "Вячеслав", NULL},
    {"Гаврило", "Гавриил", "Гаврил"},
    {"Геннадій", "Геннадий", NULL},
    {"Георгій", "Георгий", "George Єгор Егор"},
    {"Григорій", "Григорий", "Gregory"},
    {"Горпина", "Агриппина", "Аграфена"},
    {"Данило", "Даниил", "Данил Данила Daniel"},
    {"Дарина", "Дарья", "Дар'я Daria"},
    {"Дмитро", "Дмитрий", "Dmitri"},
    {"Євген", "Евгений", "Евген Eugene"},
    {"Євгенія", "Евгения", "Eugenia"},
    {"Євдокія", "Евдокия", "Явдоха"},
    {"Єлизавета", "Елизавета", "Elizabeth"},
    {"Омелян", "Емельян", NULL},
    {"Єфрем", "Ефрем", "Охрім"},
    {"Зінаїда", "Зинаида", NULL},
    {"Іван", "Иван", "Ian"},
    {"Ігор", "Игорь", "Ihar"},
    {"Ілля", "Илья", "Elias"},
    {"Інна", "Инна", NULL},
    {"Ірина", "Ирина", "Irene Орина Арина Ярина"},
    {"Йосип", "Иосиф", "Осип Joseph"},
    {"Карпо", "Карп", NULL},
    {"Катерина", "Екатерина", "Catherine"},
    {"Кирило", "Кирилл", "Cyril"},
    {"Клавдія", "Клавдия", NULL},
    {"Климент", "Климент", "Клим"},
    {"Костянтин", "Константин", NULL},
    {"Лідія", "Лидия", NULL},
    {"Любов", "Любовь", NULL},
    {"Людмила", "Людмила", NULL},
    {"Макар", "Макар", "Макарий"},
    {"Марія", "Мария", "Maria Mary"},
    {"Марко", "Марк", NULL},
    {"Матвій", "Матвей", "Matthew"},
    {"Мотря", "Матрёна", "Мотрона"},
    {"Микита", "Никита", NULL},
    {"Микола", "Николай", "Nicholas Мікалай"},
    {"Михайло", "Михаил", "Michael"},
    {"Надія", "Надежда", NULL},
    {"Наталія", "Наталья", "Наталка"},
    {"Никифор", "Никифор", "Ничипір"},
    {"Олег", "Олег", NULL},
    {"Олена", "Елена", "Helen Алена"},
    {"Ольга", "Ольга", "Volha"},
    {"Павло", "Павел", "Paul"},
    {"Парасковія", "Прасковья", "Параска"},
    {"Пелагія", "Пелагея", NULL},
    {"Петро", "Пётр", "Peter"},
    {"Пилип", "Филипп", "Philip"},
    {"Прокіп", "Прокофий", "Прокопій"},
    {"Раїса", "Раиса", NULL},
    {"Світлана", "Светлана", NULL},
    {"Сергій", "Сергей", "Serge Siarhei"},
    {"Семен", "Семён", "Simon"},
    {"Софія", "София", "Софья Sophia"},
    {"Степан", "Степан", "Stephan Стефан"},
    {"Тетяна", "Татьяна", "Tatiana"},
    {"Тимофій", "Тимофей", "Тиміш"},
    {"Уляна", "Ульяна", "Juliana"},
    {"Федір", "Фёдор", "Theodor Хведір"},
    {"Феодосій", "Феодосий", "Тодось"},
    {"Хома", "Фома", "Thomas"},
    {"Христина", "Кристина", "Christina"},
    {"Юлія", "Юлия", "Julia"},
    {"Юрій", "Юрий", NULL},
    {"Юхим", "Ефим", NULL},
    {"Яків", "Яков", "Jacob"},
};

const int GIVEN_NAMES_COUNT = sizeof GIVEN_NAMES / sizeof *GIVEN_NAMES;

/* Forms of the father's name that a patronymic has beside those of the name itself. */
static const struct {
    const char *form, *ukrainian;
} FATHERS[] = {
    {"Яковл", "Яків"}, {"Ильин", "Ілля"}, {"Як", "Яків"},
    {"Хвед", "Федір"}, {"Федор", "Федір"}, {"Павл", "Павло"},
};

enum { FORMS = 8, FATHER_FORMS = sizeof FATHERS / sizeof *FATHERS };

static int by_key(const void *one, const void *other) {
    const struct given_names_entry *a = one, *b = other;
    int order = strcmp(a->key, b->key);
    return order ? order : a->name - b->name;
}

static const char *stem_of(struct arena *arena, const char *key) {
    size_t size = strlen(key);
    while (size > 1 && strchr("aeiou", key[size - 1])) size--;
    return arena_copy_part(arena, key, size);
}

static void add(struct arena *arena, struct given_names *names, const char *form, int name) {
    const char *key = name_key(arena, form);
    names->entry[names->count] = (struct given_names_entry){key, name};
    names->stem[names->count++] = (struct given_names_entry){stem_of(arena, key), name};
}

static int place_of(const char *ukrainian) {
    for (int i = 0; i < GIVEN_NAMES_COUNT; i++)
        if (!strcmp(GIVEN_NAMES[i].ukrainian, ukrainian)) return i;
    return -1;
}

struct given_names given_names_make(struct arena *arena) {
    struct given_names names = {0};
    int most = GIVEN_NAMES_COUNT * FORMS + FATHER_FORMS;
    names.entry = arena_new(arena, struct given_names_entry, most);
    names.stem = arena_new(arena, struct given_names_entry, most);
    for (int i = 0; i < GIVEN_NAMES_COUNT; i++) {
        add(arena, &names, GIVEN_NAMES[i].ukrainian, i);
        add(arena, &names, GIVEN_NAMES[i].russian, i);
        char *others = arena_copy(arena, GIVEN_NAMES[i].others ? GIVEN_NAMES[i].others : "");
        char *rest = NULL;
        for (char *form = strtok_r(others, " ", &rest); form; form = strtok_r(NULL, " ", &rest))
            add(arena, &names, form, i);
    }
    for (int i = 0; i < FATHER_FORMS; i++)
        add(arena, &names, FATHERS[i].form, place_of(FATHERS[i].ukrainian));
    qsort(names.entry, (size_t)names.count, sizeof *names.entry, by_key);
    qsort(names.stem, (size_t)names.count, sizeof *names.stem, by_key);
    return names;
}

static int find(const struct given_names_entry *entry, int count, const char *key) {
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(entry[middle].key, key) < 0) low = middle + 1;
        else high = middle;
    }
    return low < count && !strcmp(entry[low].key, key) ? entry[low].name : -1;
}

int given_names_find(const struct given_names *names, const char *key) {
    return find(names->entry, names->count, key);
}

size_t given_names_patronymic(const char *key) {
    static const char *const endings[] = {"oviC", "eviC", "ovna", "evna", "ivna", "iCna", "iC"};
    size_t size = strlen(key);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (size > ending + 1 && !strcmp(key + size - ending, endings[i])) return size - ending;
    }
    return 0;
}

int given_names_find_father(const struct given_names *names, const char *patronymic_key) {
    char stem[NAME_KEY_MOST + 1];
    size_t size = given_names_patronymic(patronymic_key);
    if (!size || size > NAME_KEY_MOST) return -1;
    memcpy(stem, patronymic_key, size);
    while (size > 1 && strchr("aeiou", stem[size - 1])) size--;
    stem[size] = 0;
    return find(names->stem, names->count, stem);
}
