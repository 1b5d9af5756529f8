/* cairn kin: one kinship question. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/files.h"
#include "base/json.h"
#include "base/utf8.h"
#include "case/kin_answer.h"
#include "case/linkage.h"
#include "case/ratio_text.h"
#include "cli/command.h"

enum { COLUMNS = 4 }; /* hypotheses side by side */

struct kin_options {
    bool json;
};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct kin_options, json),
     .help = "for programs: natural logarithms with 17 digits"},
    {.name = NULL},
};

static const char LEFT_OUT[] = "on X, and the sex of somebody is not known";

/* ------------------------------------------------------------------ for programs */

static void write_list(struct json *json, const char *name, const double *numbers, int count) {
    json_name(json, name);
    if (!numbers) {
        json_none(json);
        return;
    }
    json_open_list_flat(json);
    for (int i = 0; i < count; i++) json_number(json, numbers[i]);
    json_close_list(json);
}

static void write_json(const struct kin_case *kin, const struct kin_answer *answer,
                       struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    json_name(&json, "hypotheses");
    json_open_list(&json);
    for (int h = 0; h < kin->hypothesis_count; h++) {
        json_open_object_flat(&json);
        json_member_text(&json, "name", kin->hypothesis[h].name);
        json_member_number(&json, "log_likelihood", answer->whole.log_likelihood[h]);
        json_member_number(&json, "log10_lr", answer->whole.log10_ratio[h]);
        json_close_object(&json);
    }
    json_close_list(&json);
    json_name(&json, "markers");
    json_open_list(&json);
    for (int m = 0; m < kin->panel.count; m++) {
        const struct kin_numbers *numbers = &answer->of_marker[m];
        json_open_object_flat(&json);
        json_member_text(&json, "name", kin->panel.marker[m].name);
        write_list(&json, "log_likelihood", numbers->log_likelihood, kin->hypothesis_count);
        write_list(&json, "log10_lr", numbers->log10_ratio, kin->hypothesis_count);
        if (!numbers->log_likelihood) {
            json_member_text(&json, "left_out", LEFT_OUT);
        } else if (!answer->counted[m]) {
            json_member_truth(&json, "counted", false);
        }
        json_close_object(&json);
    }
    json_close_list(&json);
    json_close_object(&json);
}

/* ------------------------------------------------------------------ for people */

static void add_log(struct buffer *out, int width, int digits, double number) {
    if (isnan(number)) buffer_format(out, "%*s", width, "0/0");
    else if (isinf(number)) buffer_format(out, "%*s", width, number > 0 ? "x/0" : "zero");
    else buffer_format(out, "%*.*f", width, digits, number);
}

static void write_hypotheses(struct arena *arena, const struct kin_case *kin,
                             const struct kin_answer *answer, struct buffer *out) {
    buffer_format(out, "\n      %16s %12s %14s  hypothesis\n", "ln likelihood", "log10 LR", "LR");
    for (int h = 0; h < kin->hypothesis_count; h++) {
        double ratio = answer->whole.log10_ratio[h];
        buffer_format(out, " %4d ", h + 1);
        add_log(out, 16, 6, answer->whole.log_likelihood[h]);
        add_log(out, 13, 4, ratio);
        buffer_format(out, " %14s  %s%s\n", ratio_text(arena, ratio), kin->hypothesis[h].name,
                      h == kin->reference ? "  (reference)" : "");
    }
}

/* A block of a table: some hypotheses side by side, one line a marker. */
static void write_block(const struct kin_case *kin, const struct kin_answer *answer, bool ratios,
                        const int *hypothesis, int count, struct buffer *out) {
    buffer_format(out, "\n%-22s", ratios ? "log10 LR by marker" : "ln likelihood by marker");
    for (int c = 0; c < count; c++) buffer_format(out, "%14d", hypothesis[c] + 1);
    buffer_add_text(out, "\n");
    for (int m = 0; m < kin->panel.count; m++) {
        const struct kin_numbers *numbers = &answer->of_marker[m];
        const double *list = ratios ? numbers->log10_ratio : numbers->log_likelihood;
        buffer_format(out, "  %-20s", kin->panel.marker[m].name);
        if (!list) buffer_format(out, "      left out: %s", LEFT_OUT);
        for (int c = 0; list && c < count; c++)
            add_log(out, 14, ratios ? 4 : 6, list[hypothesis[c]]);
        buffer_add_text(out, "\n");
    }
}

static void write_table(const struct kin_case *kin, const struct kin_answer *answer, bool ratios,
                        struct buffer *out) {
    int shown[COLUMNS], count = 0;
    for (int h = 0; h < kin->hypothesis_count; h++) {
        if (!ratios || h != kin->reference) shown[count++] = h;
        if (count == 0 || (count < COLUMNS && h + 1 < kin->hypothesis_count)) continue;
        write_block(kin, answer, ratios, shown, count, out);
        count = 0;
    }
}

/* Which markers make a hypothesis impossible. */
static void write_impossible(const struct kin_case *kin, const struct kin_answer *answer,
                             struct buffer *out) {
    for (int h = 0; h < kin->hypothesis_count; h++) {
        if (answer->whole.log_likelihood[h] > -INFINITY) continue;
        int count = 0;
        bool mutates = false;
        buffer_format(out, "note: hypothesis %d has the likelihood zero:", h + 1);
        for (int m = 0; m < kin->panel.count; m++) {
            const struct marker *marker = &kin->panel.marker[m];
            const double *list = answer->of_marker[m].log_likelihood;
            if (!list || list[h] > -INFINITY) continue;
            buffer_format(out, "%s %s", count++ ? "," : " impossible at", marker->name);
            mutates = mutates || marker_mutates(marker);
        }
        buffer_add_text(out, mutates ? "\n" : ", where nothing can mutate in this case\n");
    }
    double reference = answer->whole.log_likelihood[kin->reference];
    if (kin->hypothesis_count > 1 && reference == -INFINITY)
        buffer_add_text(out,
                        "note: the reference hypothesis is impossible, so that no ratio against "
                        "it is a number;\n      name another one in \"reference\"\n");
}

static void write_warnings(struct arena *arena, const struct kin_case *kin,
                           const struct kin_answer *answer, struct buffer *out) {
    if (answer->left_out)
        buffer_format(out, "note: %d of %d markers left out of the product: %s\n",
                      answer->left_out, kin->panel.count, LEFT_OUT);
    const char *warning[LINKAGE_SENTENCES];
    int warnings = linkage_warnings(arena, &kin->panel, warning);
    for (int i = 0; i < warnings; i++) buffer_format(out, "note: %s\n", warning[i]);
}

static void write_text(struct arena *arena, const char *path, const struct kin_case *kin,
                       const struct kin_answer *answer, struct buffer *out) {
    const char *name =
        strcmp(path, "-") == 0 ? "standard input" : utf8_harmless_copy(arena, path);
    buffer_format(out, "%s: %d typed person%s, %d marker%s, theta %s\n", name, kin->person_count,
                  kin->person_count == 1 ? "" : "s", kin->panel.count,
                  kin->panel.count == 1 ? "" : "s",
                  decimal_of(kin->theta).text);
    write_hypotheses(arena, kin, answer, out);
    if (kin->hypothesis_count > 1) write_table(kin, answer, true, out);
    write_table(kin, answer, false, out);
    struct buffer notes = {0};
    write_impossible(kin, answer, &notes);
    write_warnings(arena, kin, answer, &notes);
    if (notes.size) buffer_format(out, "\n%s", buffer_text(&notes));
    buffer_close(&notes);
}

static bool run(struct command_line *line, struct error *error);

const struct command KIN_COMMAND = {
    .name = "kin",
    .usage = "CASE.json [--json]",
    .summary = "one kinship question: likelihoods and ratios of pedigrees",
    .help = "Reads markers, genotypes and hypotheses (pedigrees) from a JSON file, or from "
            "standard input when the file is called -, and prints the likelihood of the "
            "genotypes under every hypothesis and its ratio against the reference hypothesis "
            "(the last one, unless the case names another). The manual, cairn(1), has the "
            "format. The alleles of a marker are its whole list, with frequencies that sum to 1: "
            "one that is not in it is refused, and not given a frequency as cairn identify does.\n"
            "Printed as zero: impossible. x/0 and 0/0: the reference is impossible, which is no "
            "ratio. With --json all three are null; the likelihoods beside it tell which. A "
            "marker on X is left out of all hypotheses where the sex of anybody is not known; "
            "with --json it then has null in place of its lists, and \"left_out\" with the "
            "reason. One that stands for its linkage group on X beside another has \"counted\": "
            "false. Warnings go to stderr with --json.",
    .options = OPTIONS,
    .run = run,
};

static bool run(struct command_line *line, struct error *error) {
    struct kin_options options = {0};
    if (!command_options(&KIN_COMMAND, line, &options, sizeof options, 1, 1, error)) return false;
    const char *path = line->words[0];
    bool piped = strcmp(path, "-") == 0;
    char *bytes;
    size_t size;
    struct kin_case kin;
    struct kin_answer answer;
    if (!files_read(line->arena, piped ? "/dev/stdin" : path, KIN_BYTES_MOST, &bytes, &size, error))
        return false;
    if (!kin_case_read(line->arena, bytes, size, &kin, error) ||
        !kin_answer_make(line->arena, &kin, line->cancel, &answer, error))
        return error_within(error, "%.200s", piped ? "standard input" : path);
    if (options.json) {
        write_json(&kin, &answer, line->out);
        struct buffer warnings = {0};
        write_warnings(line->arena, &kin, &answer, &warnings);
        fputs(buffer_text(&warnings), stderr);
        buffer_close(&warnings);
    } else {
        write_text(line->arena, path, &kin, &answer, line->out);
    }
    return true;
}
