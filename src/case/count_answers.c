/* What is said of one of a figure's unit. */
#include <string.h>

#include "case/counts_parts.h"

static bool is_word(const struct counts *counts, enum counted_field field, int said,
                    const char *word) {
    const struct schema_field *declared = counts->field[field];
    return said >= 0 && word &&
           (declared->type == FIELD_YES_NO ? !strcmp(word, said ? "yes" : "no")
                                           : !strcmp(word, declared->words.word[said]));
}

/* What a field says that is not one of its words. */
static int answer_without_word(int said) {
    switch (said) {
    case SAID_ABSENT: return COUNT_NO;
    case SAID_NOT_EXAMINED: return COUNT_NOT_EXAMINED;
    case SAID_NOT_RECORDED: return COUNT_NOT_RECORDED;
    case SAID_UNKNOWN: return COUNT_UNCERTAIN;
    case SAID_WITHHELD: return COUNT_WITHHELD;
    case SAID_DIFFERENT_THINGS: return COUNT_DISPUTED;
    default: return COUNT_SILENT;
    }
}

static int answer_word(const struct counts *counts, const struct counted_remains *remains,
                       const struct count_rule *rule) {
    int said = remains->said[rule->field];
    if (said < 0) return answer_without_word(said);
    for (int i = 0; i < 3; i++)
        if (is_word(counts, rule->field, said, rule->word[i])) return COUNT_YES;
    return is_word(counts, rule->field, said, rule->uncertain) ? COUNT_UNCERTAIN : COUNT_NO;
}

/* As seen in the ground, or found on the table. What is in one of several newest revisions only is
 * in dispute. */
static int answer_restraint(const struct counted_remains *remains, unsigned bits) {
    if (remains->restraint_said != SAID_DIFFERENT_THINGS && remains->restraint & bits)
        return COUNT_YES;
    if (remains->found_restraint & bits) return COUNT_YES;
    if (remains->found_restraint_forked & bits) return COUNT_DISPUTED;
    return remains->restraint_said == 0 ? COUNT_NO : answer_without_word(remains->restraint_said);
}

static int answer_found(const struct counted_remains *remains, unsigned bits) {
    if (remains->found & bits) return COUNT_YES;
    if (remains->found_forked & bits) return COUNT_DISPUTED;
    return remains->examined ? COUNT_NO : COUNT_NOT_EXAMINED;
}

static int answer_burnt(const struct counts *counts, const struct counted_remains *remains) {
    int found = answer_found(remains, FOUND_BURN), said = remains->said[FIELD_OF_PRESERVATION];
    if (found == COUNT_YES || found == COUNT_DISPUTED) return found;
    if (is_word(counts, FIELD_OF_PRESERVATION, said, "burnt") ||
        is_word(counts, FIELD_OF_KIND, remains->said[FIELD_OF_KIND], "burnt"))
        return COUNT_YES;
    return said >= 0 ? COUNT_NO : found;
}

static int answer_sex(const struct counted_remains *remains, unsigned bits) {
    int said = remains->said[FIELD_OF_SEX];
    if (remains->sex == SEX_IS_NOT_ESTIMATED)
        return answer_without_word(said == SAID_NOTHING ? remains->sex_said : said);
    if (remains->sex == SEX_IS_MALE || remains->sex == SEX_IS_FEMALE)
        return bits & 1U << remains->sex ? COUNT_YES : COUNT_NO;
    return said == SAID_DIFFERENT_THINGS ? COUNT_DISPUTED : COUNT_UNCERTAIN;
}

/* A child is one whose whole range lies below; one across 45 is no child all the same. */
static int answer_age(const struct counted_remains *remains, unsigned bits) {
    static const unsigned no_child =
        1U << AGE_18_TO_44 | 1U << AGE_ACROSS_45 | 1U << AGE_FROM_45;
    if (remains->age == AGE_IS_NOT_ESTIMATED) return answer_without_word(remains->age_said);
    if (bits & 1U << remains->age) return COUNT_YES;
    return 1U << remains->age & no_child ? COUNT_NO : COUNT_UNCERTAIN;
}

static int yes_or_no(bool yes) { return yes ? COUNT_YES : COUNT_NO; }

static int answer_remains(const struct counts *counts, const struct counted_remains *remains,
                          const struct count_rule *rule) {
    bool other = is_word(counts, FIELD_OF_KIND, remains->said[FIELD_OF_KIND], "non_human");
    if (rule->kind == RULE_WORD && rule->field == FIELD_OF_KIND) {
        bool of_others = !strcmp(rule->word[0], "non_human");
        return of_others || !other ? answer_word(counts, remains, rule) : -1;
    }
    if (other) return -1;
    switch (rule->kind) {
    case RULE_WORD: return answer_word(counts, remains, rule);
    case RULE_RESTRAINT: return answer_restraint(remains, rule->bits);
    case RULE_FOUND: return answer_found(remains, rule->bits);
    case RULE_BURNT: return answer_burnt(counts, remains);
    case RULE_SEX: return answer_sex(remains, rule->bits);
    case RULE_AGE: return answer_age(remains, rule->bits);
    case RULE_EXAMINED: return yes_or_no(remains->examined);
    case RULE_DOCUMENT: return remains->has_document ? COUNT_YES : COUNT_SILENT;
    case RULE_NAMED: return yes_or_no(remains->named);
    case RULE_RETURNED: return yes_or_no(remains->returned);
    default: return COUNT_YES;
    }
}

static int answer_person(const struct counted_person *person, const struct count_rule *rule) {
    bool known = person->reported || person->identified;
    switch (rule->kind) {
    case RULE_REPORTED: return person->reported ? COUNT_YES : -1;
    case RULE_IDENTIFIED: return known ? yes_or_no(person->identified) : -1;
    case RULE_GIVEN_BACK: return known ? yes_or_no(person->returned) : -1;
    default: return person->returned ? yes_or_no(person->returned_others) : -1;
    }
}

struct counted_list count_list_of_person(const struct counted_person *person,
                                         const struct count_figure *figure) {
    switch (figure->rule->kind) {
    case RULE_IDENTIFIED: return person->own;
    case RULE_GIVEN_BACK: return person->handed;
    case RULE_GIVEN_BACK_UNNAMED: return person->handed_others;
    default: return (struct counted_list){0};
    }
}

static int answer_element(const struct counts *counts, const struct counted_element *element) {
    const struct counted_remains *remains =
        element->remains < 0 ? NULL : &counts->remains[element->remains];
    bool other =
        remains && is_word(counts, FIELD_OF_KIND, remains->said[FIELD_OF_KIND], "non_human");
    return other ? -1 : COUNT_YES;
}

int count_answer_of(const struct counts *counts, const struct count_figure *figure, int index) {
    const struct count_rule *rule = figure->rule;
    switch (figure->unit) {
    case COUNT_REMAINS: return answer_remains(counts, &counts->remains[index], rule);
    case COUNT_ELEMENTS: return answer_element(counts, &counts->element[index]);
    case COUNT_PERSONS: return answer_person(&counts->person[index], rule);
    case COUNT_DISTINCT: return COUNT_YES;
    case COUNT_INDIVIDUALS: break;
    }
    return rule->kind == RULE_NAMED ? yes_or_no(counts->individual[index].named) : COUNT_YES;
}
