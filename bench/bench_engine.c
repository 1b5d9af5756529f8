/* How fast the identification engine is, printed as a table: what was measured, its limit, what
 * bounds it in numbers of the same run, and how it grows. Figures of other programs are as
 * published for two shared cores of another machine. Words after the program's name choose
 * sections: likelihood, joint, matrix, search, example. The exit code is 0 whatever was missed:
 * a busy machine is no defect. */
#include <stdio.h>
#include <string.h>

#include "engine_parts.h"
#include "measure.h"

static const struct {
    const char *name;
    void (*print)(void);
} SECTIONS[] = {{"likelihood", bench_likelihood},
                {"joint", bench_joint},
                {"matrix", bench_matrix},
                {"search", bench_search},
                {"example", bench_example}};

int main(int count, char **words) {
    if (count > 1 && !strcmp(words[1], "--apart")) return apart_main(count - 2, words + 2);
    for (size_t s = 0; s < sizeof SECTIONS / sizeof SECTIONS[0]; s++) {
        bool wanted = count == 1;
        for (int i = 1; i < count; i++) wanted = wanted || !strcmp(words[i], SECTIONS[s].name);
        if (wanted) SECTIONS[s].print();
    }
    machine_print();
    printf("%d over their limit\n", print_missed());
    return 0;
}
