/* The figures: what they are called, and what they rest on. */
#include <string.h>

#include "base/says.h"
#include "case/counts_parts.h"

#define KIND "remains.kind"
#define RULE(...) &(const struct count_rule){__VA_ARGS__}
#define WORDS(of, ...) RULE(.kind = RULE_WORD, .field = of, .word = {__VA_ARGS__})
#define RESTS(...) {__VA_ARGS__}
#define RESTRAINT_RESTS                                                                            \
    RESTS(KIND, "remains.restraint", "finding.remains", "finding.class", "finding.timing",         \
          "finding.restraint_site")
#define FOUND_RESTS                                                                                \
    RESTS(KIND, "finding.remains", "finding.class", "finding.timing", "finding.mechanism",         \
          "examination.remains", "examination.type")
#define DECISION_RESTS "proposal.remains", "proposal.person", "confirmation.proposal"
#define RESTRAINED(called, said, at, text)                                                         \
    {called, said, text, COUNT_REMAINS, COUNT_SAMPLE, RESTRAINT_RESTS,                             \
     RULE(.kind = RULE_RESTRAINT, .bits = at)}
#define FOUND(called, said, what, text)                                                            \
    {called, said, text, COUNT_REMAINS, COUNT_SAMPLE, FOUND_RESTS,                                 \
     RULE(.kind = RULE_FOUND, .bits = what)}
#define OF_KIND(called, said, text, ...)                                                           \
    {called, said, text, COUNT_REMAINS, COUNT_CENSUS, RESTS(KIND),                                 \
     WORDS(FIELD_OF_KIND, __VA_ARGS__)}
#define SEEN(called, said, field_name, of, text, ...)                                              \
    {called, said, text, COUNT_REMAINS, COUNT_SAMPLE, RESTS(KIND, field_name),                     \
     RULE(.kind = RULE_WORD, .field = of, .word = {__VA_ARGS__}, .uncertain = "indeterminate")}

const struct count_figure count_figures[] = {
    {"remains", SAYS("remains lifted"),
     SAYS("Numbers that were given to what was lifted. Remains are not people: one person may have "
          "several numbers, and one number may hold several people."),
     COUNT_REMAINS, COUNT_CENSUS, RESTS(KIND), RULE(.kind = RULE_ALL)},
    OF_KIND("bodies", SAYS("bodies"), SAYS("Remains lifted that are a body, as seen now."), "body"),
    OF_KIND("body_parts", SAYS("body parts"), SAYS("Remains lifted that are a part of a body."),
            "body_part"),
    OF_KIND("loose_bones", SAYS("loose or burnt bones"),
            SAYS("Remains lifted that are single, mixed or burnt bones."), "element",
            "general_bone", "burnt"),
    OF_KIND("non_human", SAYS("not human"),
            SAYS("Numbers whose bones turned out not to be human. They are in no other figure."),
            "non_human"),
    {"examined", SAYS("remains examined"),
     SAYS(
         "Remains with an external examination, autopsy, anthropology or another examination of all "
         "of it."),
     COUNT_REMAINS, COUNT_CENSUS, RESTS(KIND, "examination.remains", "examination.type"),
     RULE(.kind = RULE_EXAMINED)},
    {"remains_named", SAYS("remains identified"),
     SAYS("Remains that a confirmed decision, not revoked since, says whose they are."),
     COUNT_REMAINS, COUNT_CENSUS, RESTS(KIND, DECISION_RESTS), RULE(.kind = RULE_NAMED)},
    {"remains_returned", SAYS("remains returned"),
     SAYS("Remains that were handed over to a family."), COUNT_REMAINS, COUNT_CENSUS,
     RESTS(KIND, "handover.remains"), RULE(.kind = RULE_RETURNED)},
    {"elements", SAYS("bones and teeth"), SAYS("Bones and teeth that were inventoried one by one."),
     COUNT_ELEMENTS, COUNT_CENSUS, RESTS("element.remains", KIND), RULE(.kind = RULE_ALL)},
    {"mni", SAYS("individuals at least, by bones"),
     SAYS(
         "The least number of individuals that the inventoried bones can come from: the most frequent "
         "of the bones that a person has once, by side and zone. Bodies whose bones are not "
         "inventoried are not in it. It is a floor, and low until most is recovered."),
     COUNT_ELEMENTS, COUNT_FLOOR,
     RESTS("element.remains", "element.bone", "element.side", "element.zones", KIND),
     RULE(.kind = RULE_FLOOR)},
    {"dna_distinct", SAYS("individuals told apart by DNA"),
     SAYS(
         "Individuals of the newest comparison with a profile. A poor profile may be of somebody who "
         "is counted already."),
     COUNT_DISTINCT, COUNT_CENSUS, RESTS("comparison.result", "profile.subject"),
     RULE(.kind = RULE_ALL)},
    {"individuals", SAYS("individuals"),
     SAYS(
         "The same, taken together where a link between remains is certain or a confirmed decision "
         "names them as one person; and whom a decision names without a profile."),
     COUNT_INDIVIDUALS, COUNT_CENSUS,
     RESTS("comparison.result", "profile.subject", "remains.same_person", DECISION_RESTS),
     RULE(.kind = RULE_ALL)},
    {"individuals_named", SAYS("individuals identified"),
     SAYS("Individuals that a confirmed decision, not revoked since, says who they are."),
     COUNT_INDIVIDUALS, COUNT_CENSUS,
     RESTS("comparison.result", "profile.subject", "remains.same_person", DECISION_RESTS),
     RULE(.kind = RULE_NAMED)},
    {"reported_missing", SAYS("persons reported missing"),
     SAYS("Persons whom somebody looks for; not those entered twice or withdrawn."), COUNT_PERSONS,
     COUNT_CENSUS, RESTS("person.role", "person.status"), RULE(.kind = RULE_REPORTED)},
    {"identified", SAYS("persons identified"),
     SAYS(
         "Persons whom a confirmed decision, not revoked since, names; of those reported missing and "
         "those identified."),
     COUNT_PERSONS, COUNT_CENSUS, RESTS("person.role", "person.status", DECISION_RESTS),
     RULE(.kind = RULE_IDENTIFIED)},
    {"returned", SAYS("persons returned"),
     SAYS(
         "Persons to whose family remains were handed over, if only a part; of those reported missing "
         "and those identified."),
     COUNT_PERSONS, COUNT_CENSUS,
     RESTS("person.role", "person.status", "handover.person", "handover.remains", DECISION_RESTS),
     RULE(.kind = RULE_GIVEN_BACK)},
    {"returned_not_identified", SAYS("returned, and not identified as theirs now"),
     SAYS(
         "Of all persons to whose family remains were handed over, those given any that no confirmed "
         "decision names as theirs today: revoked after the handover, never decided, or another's."),
     COUNT_PERSONS, COUNT_CENSUS, RESTS("handover.person", "handover.remains", DECISION_RESTS),
     RULE(.kind = RULE_GIVEN_BACK_UNNAMED)},
    {"complete", SAYS("complete bodies"), SAYS("Remains that are one whole body."), COUNT_REMAINS,
     COUNT_SAMPLE, RESTS(KIND, "remains.complete"), WORDS(FIELD_OF_COMPLETE, "yes")},
    {"male", SAYS("male"),
     SAYS("Sex certain from the body or the laboratory, or estimated as male; probable "
          "is not counted."),
     COUNT_REMAINS, COUNT_SAMPLE,
     RESTS(KIND, "remains.sex", "examination.sex_estimate", "examination.remains"),
     RULE(.kind = RULE_SEX, .bits = 1U << SEX_IS_MALE)},
    {"female", SAYS("female"),
     SAYS("Sex certain from the body or the laboratory, or estimated as female; "
          "probable is not counted."),
     COUNT_REMAINS, COUNT_SAMPLE,
     RESTS(KIND, "remains.sex", "examination.sex_estimate", "examination.remains"),
     RULE(.kind = RULE_SEX, .bits = 1U << SEX_IS_FEMALE)},
    {"under_18", SAYS("under 18 years"),
     SAYS("The whole 95 % range of age lies below 18; a range across 18 cannot be told."),
     COUNT_REMAINS, COUNT_SAMPLE,
     RESTS(KIND, "examination.age_low", "examination.age_high", "examination.remains"),
     RULE(.kind = RULE_AGE, .bits = 1U << AGE_UNDER_18)},
    RESTRAINED(
        "restrained", SAYS("restrained anywhere"), AT_ANYWHERE,
        SAYS("A ligature, blindfold or gag in the ground, or its traces on the table, but for "
             "such as were put on after death.")),
    RESTRAINED("hands_bound", SAYS("hands bound"), AT_WRISTS,
               SAYS("A ligature at the wrists in the ground, or its traces on the table.")),
    RESTRAINED("ankles_bound", SAYS("ankles bound"), AT_ANKLES,
               SAYS("A ligature at the ankles in the ground, or its traces on the table.")),
    RESTRAINED("neck_bound", SAYS("ligature at the neck"), AT_NECK,
               SAYS("A ligature at the neck in the ground, or its traces on the table.")),
    RESTRAINED("blindfolded", SAYS("blindfolded"), AT_EYES,
               SAYS("A blindfold in the ground, or its traces.")),
    RESTRAINED("gagged", SAYS("gagged"), AT_MOUTH, SAYS("A gag in the ground, or its traces.")),
    SEEN("arms_behind_back", SAYS("arms behind the back"), "remains.arms", FIELD_OF_ARMS,
         SAYS("Where the arms lay before anything was moved. That is no restraint by itself."),
         "behind_back"),
    SEEN("prone", SAYS("face down"), "remains.position", FIELD_OF_POSITION,
         SAYS("How the body lay."), "prone"),
    FOUND(
        "injured", SAYS("injured about the time of death"), FOUND_INJURY,
        SAYS(
            "An injury or burn that examination places about the time of death (perimortem). It says "
            "neither who did it nor that it killed.")),
    FOUND("injured_possibly", SAYS("injured perhaps about the time of death"), FOUND_POSSIBLE,
          SAYS("An injury or burn that examination possibly places there.")),
    FOUND("shot", SAYS("injured by projectiles"), FOUND_PROJECTILE,
          SAYS("Such an injury about the time of death.")),
    FOUND("blast", SAYS("injured by blast"), FOUND_BLAST,
          SAYS("Such an injury about the time of death.")),
    FOUND("blunt", SAYS("injured by blunt force"), FOUND_BLUNT,
          SAYS("Such an injury about the time of death.")),
    FOUND("sharp", SAYS("injured by sharp force"), FOUND_SHARP,
          SAYS("Such an injury about the time of death.")),
    FOUND("healed", SAYS("injured before death"), FOUND_HEALED,
          SAYS("An injury with signs that it was survived (antemortem).")),
    {"burnt", SAYS("burnt"),
     SAYS(
         "Burnt as found, or with a burn about the time of death. Whether before or after death is "
         "for the examination to say."),
     COUNT_REMAINS, COUNT_SAMPLE,
     RESTS(KIND, "remains.preservation", "finding.remains", "finding.class", "finding.mechanism",
           "finding.timing", "examination.remains"),
     RULE(.kind = RULE_BURNT)},
    SEEN("skeletal", SAYS("skeletal"), "remains.preservation", FIELD_OF_PRESERVATION,
         SAYS("State of the soft tissue when lifted."), "skeletal"),
    SEEN("saponified", SAYS("saponified"), "remains.preservation", FIELD_OF_PRESERVATION,
         SAYS("State of the soft tissue when lifted."), "saponified"),
    SEEN("articulated", SAYS("fully articulated"), "remains.articulation", FIELD_OF_ARTICULATION,
         SAYS("Whether the bones still lay as they did in life."), "full"),
    {"documents", SAYS("documents with them"),
     SAYS(
         "Remains on or beside which a document lay. It says where the document lay, not whose it was. "
         "That none was found is nowhere written down."),
     COUNT_REMAINS, COUNT_LISTED, RESTS(KIND, "document.remains"), RULE(.kind = RULE_DOCUMENT)},
};

const int count_figure_count = sizeof count_figures / sizeof *count_figures;

const struct count_figure *count_figure_find(const char *name) {
    for (int i = 0; i < count_figure_count; i++)
        if (!strcmp(count_figures[i].name, name)) return &count_figures[i];
    return NULL;
}

static bool may_read(const char *path, unsigned roles) {
    const char *dot = strchr(path, '.');
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        if (strncmp(schema->kind, path, (size_t)(dot - path)) || schema->kind[dot - path]) continue;
        const struct schema_field *field = schema_field_find(schema, dot + 1);
        return field && schema_may_read(field, roles);
    }
    return false;
}

bool count_figure_may_read(const struct count_figure *figure, unsigned roles) {
    for (int i = 0; i < 8 && figure->rests[i]; i++)
        if (!may_read(figure->rests[i], roles)) return false;
    return true;
}

bool count_dimension_may_read(enum count_dimension dimension, unsigned roles) {
    static const char *const rests[COUNT_DIMENSIONS][4] = {
        [COUNT_BY_GRAVE] = {"remains.grave"},
        [COUNT_BY_SITE] = {"remains.site", "remains.grave", "grave.site"},
        [COUNT_BY_SEX] = {"remains.sex", "examination.sex_estimate", "examination.remains"},
        [COUNT_BY_AGE] = {"examination.age_low", "examination.age_high", "examination.remains"},
        [COUNT_BY_PAPERS] = {"document.class", "document.remains", "document.found_where"},
    };
    for (int i = 0; i < 4 && rests[dimension][i]; i++)
        if (!may_read(rests[dimension][i], roles)) return false;
    return true;
}
