#include <string.h>

#include "identify/elimination_parts.h"

/* ------------------------------------------------------------------ buckets */

bool factor_has_variable(const struct elimination *problem, const struct factor *factor,
                         int variable) {
    for (size_t s = 0; s < (size_t)1 << factor->switches; s++) {
        const struct list *list = &factor->setting[s];
        for (int i = 0; i < list->count; i++)
            if (cell_has_variable(&problem->cell[list->cell[i]], variable)) return true;
    }
    return false;
}

bool factor_has_switch(const struct factor *factor, int switch_) {
    for (int i = 0; i < factor->switches; i++)
        if (factor->switch_[i] == switch_) return true;
    return false;
}

void bucket_fill(const struct elimination *problem, int variable, int switch_,
                 struct bucket *bucket) {
    bucket->factors = bucket->switches = 0;
    bucket->too_wide = false;
    for (size_t f = 0; f < problem->factors; f++) {
        struct factor *factor = problem->factor[f];
        if (variable >= 0 ? !factor_has_variable(problem, factor, variable)
                          : !factor_has_switch(factor, switch_))
            continue;
        if (bucket->factors == MOST_FACTORS) {
            bucket->too_wide = true;
            return;
        }
        bucket->factor[bucket->factors++] = factor;
        for (int i = 0; i < factor->switches; i++) {
            int j = 0;
            while (j < bucket->switches && bucket->switch_[j] != factor->switch_[i]) j++;
            if (j < bucket->switches || factor->switch_[i] == switch_) continue;
            if (bucket->switches == MOST_SWITCHES - 1) {
                bucket->too_wide = true;
                return;
            }
            bucket->switch_[bucket->switches++] = factor->switch_[i];
        }
    }
    if (variable < 0) bucket->switch_[bucket->switches++] = (int16_t)switch_;
    for (int f = 0; f < bucket->factors; f++)
        for (int i = 0; i < bucket->factor[f]->switches; i++)
            for (int j = 0; j < bucket->switches; j++)
                if (bucket->switch_[j] == bucket->factor[f]->switch_[i])
                    bucket->shift[f][i] = (uint8_t)j;
}

static const struct list *setting_of(const struct bucket *bucket, int f, size_t setting) {
    const struct factor *factor = bucket->factor[f];
    size_t own = 0;
    for (int i = 0; i < factor->switches; i++)
        own |= (setting >> bucket->shift[f][i] & 1) << i;
    return &factor->setting[own];
}

int bucket_gather(const struct elimination *problem, const struct bucket *bucket, size_t setting,
                  int variable, cell_id *cells) {
    int count = 0;
    for (int f = 0; f < bucket->factors; f++) {
        const struct list *list = setting_of(bucket, f, setting);
        for (int i = 0; i < list->count; i++) {
            const struct cell *cell = &problem->cell[list->cell[i]];
            if (variable >= 0 && !cell_has_variable(cell, variable)) continue;
            if (count < MOST_CELLS) cells[count++] = list->cell[i];
        }
    }
    return count;
}

int cells_split_common(cell_id *first, int *first_count, cell_id *second, int *second_count,
                       cell_id *common) {
    int shared = 0, kept = 0;
    for (int i = 0; i < *first_count; i++) {
        int j = 0;
        while (j < *second_count && second[j] != first[i]) j++;
        if (j < *second_count) {
            common[shared++] = first[i];
            second[j] = second[--*second_count];
        } else {
            first[kept++] = first[i];
        }
    }
    *first_count = kept;
    return shared;
}

/* ------------------------------------------------------------------ summing out */

static void append(cell_id *cells, int *count, cell_id id) {
    if (id != ONE) cells[(*count)++] = id;
}

/* Small tables first, so that few large ones are made; ties by number, which is the order in which
 * they were stated and the same everywhere. */
static void sort_by_size(const struct elimination *problem, cell_id *cells, int count) {
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0; j--) {
            int a = problem->cell[cells[j - 1]].dimensions, b = problem->cell[cells[j]].dimensions;
            if (a < b || (a == b && cells[j - 1] <= cells[j])) break;
            cell_id swap = cells[j];
            cells[j] = cells[j - 1];
            cells[j - 1] = swap;
        }
}

/* Sums the product of `cells`, all of which have `variable`, over it. Leaves the resulting product
 * in `cells` and returns how many there are. */
static int sum_out(struct elimination *problem, cell_id *cells, int count, int variable) {
    for (int i = 0; i < count; i++) {
        const struct cell *cell = &problem->cell[cells[i]];
        if (cell->kind != CELL_POINT) continue;
        int index = cell->index, left = 0;
        cell_id point = cells[i];
        for (int j = 0; j < count; j++)
            if (cells[j] != point)
                append(cells, &left, emit_slice(problem, cells[j], variable, index));
        return left;
    }
    for (int i = 0; i < count; i++) {
        const struct cell *cell = &problem->cell[cells[i]];
        if (cell->kind != CELL_UNIT) continue;
        int other = cell->variable[cell->variable[0] == variable ? 1 : 0], left = 0;
        cell_id unit = cells[i];
        for (int j = 0; j < count; j++)
            if (cells[j] != unit)
                append(cells, &left, emit_renamed(problem, cells[j], variable, other));
        return left;
    }
    if (count == 1 && problem->cell[cells[0]].kind == CELL_MATRIX &&
        problem->cell[cells[0]].variable[1] == variable)
        return 0; /* a parent's allele is handed on as some allele */
    sort_by_size(problem, cells, count);
    cell_id product = count > 1 ? cells[0] : ONE;
    for (int i = 1; i + 1 < count; i++) product = emit_product(problem, product, cells[i]);
    cells[0] = emit_contraction(problem, product, cells[count - 1], variable);
    return 1;
}

cell_id cells_multiply(struct elimination *problem, cell_id *cells, int count) {
    sort_by_size(problem, cells, count);
    cell_id product = ONE;
    for (int i = 0; i < count; i++) product = emit_product(problem, product, cells[i]);
    return product;
}

static void remove_factor(struct elimination *problem, const struct factor *gone) {
    size_t kept = 0;
    for (size_t f = 0; f < problem->factors; f++)
        if (problem->factor[f] != gone) problem->factor[kept++] = problem->factor[f];
    problem->factors = kept;
}

static bool lists_same(const struct list *a, const struct list *b) {
    if (a->count != b->count) return false;
    for (int i = 0; i < a->count; i++)
        if (a->cell[i] != b->cell[i]) return false;
    return true;
}

/* Drops switches that a factor does not depend on, and the factor itself when it says nothing. */
static void reduce_factor(struct elimination *problem, struct factor *factor) {
    for (int i = 0; i < factor->switches; i++) {
        size_t settings = (size_t)1 << factor->switches, bit = (size_t)1 << i;
        bool matters = false;
        for (size_t s = 0; s < settings && !matters; s++)
            if (!(s & bit)) matters = !lists_same(&factor->setting[s], &factor->setting[s | bit]);
        if (matters) continue;
        for (size_t s = 0; s < settings / 2; s++)
            factor->setting[s] = factor->setting[(s & (bit - 1)) | (s & ~(bit - 1)) << 1];
        factor->switches--;
        memmove(&factor->switch_[i], &factor->switch_[i + 1],
                (size_t)(factor->switches - i) * sizeof factor->switch_[0]);
        i--;
    }
    if (factor->switches == 0 && factor->setting[0].count == 0) remove_factor(problem, factor);
}

void bucket_eliminate_variable(struct elimination *problem, const struct bucket *bucket,
                               int variable) {
    struct factor *made = factor_add(problem, bucket->switches);
    memcpy(made->switch_, bucket->switch_, sizeof made->switch_);
    cell_id cells[MOST_CELLS];
    for (size_t s = 0; s < (size_t)1 << bucket->switches; s++) {
        int count = bucket_gather(problem, bucket, s, variable, cells);
        count = sum_out(problem, cells, count, variable);
        list_set(problem, &made->setting[s], cells, count);
    }
    for (int f = 0; f < bucket->factors; f++) {
        struct factor *factor = bucket->factor[f];
        for (size_t s = 0; s < (size_t)1 << factor->switches; s++) {
            struct list *list = &factor->setting[s];
            int kept = 0;
            for (int i = 0; i < list->count; i++)
                if (!cell_has_variable(&problem->cell[list->cell[i]], variable))
                    list->cell[kept++] = list->cell[i];
            list->count = kept;
        }
        reduce_factor(problem, factor);
    }
    reduce_factor(problem, made);
}

void bucket_eliminate_switch(struct elimination *problem, const struct bucket *bucket) {
    struct factor *made = factor_add(problem, bucket->switches - 1);
    memcpy(made->switch_, bucket->switch_, sizeof made->switch_);
    cell_id first[MOST_CELLS], second[MOST_CELLS], common[MOST_CELLS + 1];
    size_t half = (size_t)1 << (bucket->switches - 1);
    for (size_t s = 0; s < half; s++) {
        int n1 = bucket_gather(problem, bucket, s, -1, first);
        int n2 = bucket_gather(problem, bucket, s | half, -1, second);
        int shared = cells_split_common(first, &n1, second, &n2, common);
        if (n1 + n2 == 0) { /* both settings weigh the same */
            common[shared++] = cell_two(problem);
        } else {
            /* The second first, said so: cells are numbered as they are made, and the arguments of
             * a call are made in any order. */
            cell_id on = cells_multiply(problem, second, n2);
            cell_id off = cells_multiply(problem, first, n1);
            common[shared++] = emit_sum(problem, off, on);
        }
        list_set(problem, &made->setting[s], common, shared);
    }
    for (int f = 0; f < bucket->factors; f++) remove_factor(problem, bucket->factor[f]);
    reduce_factor(problem, made);
}
