/* A pair by itself: its loci, without the run that it is part of. */
#ifndef CAIRN_CASE_EXPLANATION_ALONE_H
#define CAIRN_CASE_EXPLANATION_ALONE_H

#include "case/explanation.h"

/* Explains the individual that the `count` remains of these codes are, as the missing person of
 * that id: of the whole data set only they and the person's family are looked at, so that it takes
 * a moment. Loci and their sum are those of a run on the data set with these options; there are no
 * rivals, nor posteriors (`kept` is false). `*out_run` is what the explanation is of, and not to be
 * moved. ERROR_NOT_FOUND: nobody is called so (any more), or is not missing. In the arena. */
MUST_CHECK bool explanation_alone(struct arena *arena, const struct dataset *dataset,
                                  const struct identify_options *options, const char *const *code,
                                  int count, const char *person, struct identification *out_run,
                                  struct explanation *out_explanation, struct error *error);

#endif
