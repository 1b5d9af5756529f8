#include "case/run_request.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "case/shell_word.h"
#include "input/number.h"

const char *const RUN_PRIORS[] = {"incident", "flat", NULL};
const char *const RUN_GROUPS[] = {"direct", "none", NULL};

struct run_request run_request_none(void) {
    return (struct run_request){.theta = -1, .dropout = -1};
}

struct run_request run_request_of(const struct comparison *comparison) {
    return (struct run_request){
        .prior = comparison->prior && strcmp(comparison->prior, "flat") == 0,
        .group = comparison->group && strcmp(comparison->group, "none") == 0,
        .missing_total = comparison->missing_total,
        .theta = comparison->theta ? strtod(comparison->theta, NULL) : -1,
        .dropout = comparison->dropout ? strtod(comparison->dropout, NULL) : -1};
}

bool run_request_put_total(const struct run_request *request, struct dataset *dataset,
                           struct error *error) {
    double all, male = -1, female = -1;
    const char *text = request->missing_total;
    if (!text) return true;
    if (number_read_by_sex(text, &male, &female)) all = male + female;
    else if (!number_read_count(text, &all))
        return error_set(error, ERROR_USAGE,
                         "--missing-total \"%.40s\" is not a number of people; write 480 or "
                         "M=300,F=180",
                         text);
    dataset->missing_total = all;
    dataset->missing_total_male = male;
    dataset->missing_total_female = female;
    return true;
}

const char *run_request_words(struct arena *arena, const struct run_request *request) {
    const char *words = "";
    if (request->prior)
        words = arena_format(arena, "%s --prior %s", words, RUN_PRIORS[request->prior]);
    if (request->missing_total)
        words = arena_format(arena, "%s --missing-total %s", words,
                             shell_word(arena, request->missing_total));
    if (request->theta >= 0)
        words = arena_format(arena, "%s --theta %s", words, decimal_of(request->theta).text);
    if (request->dropout >= 0)
        words = arena_format(arena, "%s --dropout %s", words, decimal_of(request->dropout).text);
    if (request->group)
        words = arena_format(arena, "%s --group %s", words, RUN_GROUPS[request->group]);
    return words;
}

struct identify_options run_request_engine(const struct run_request *request,
                                           const struct cancel *cancel) {
    return (struct identify_options){.prior = request->prior ? PRIOR_FLAT : PRIOR_INCIDENT,
                                     .group = request->group == 0,
                                     .threads = (int)request->threads,
                                     .cancel = cancel};
}
