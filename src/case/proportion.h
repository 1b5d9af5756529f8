/* Shares of counts, with what chance alone would let them be off by. */
#ifndef CAIRN_CASE_PROPORTION_H
#define CAIRN_CASE_PROPORTION_H

struct interval {
    double low, high; /* NAN: there is none */
};

/* The 95 % score interval of `part` of `whole`, without continuity correction (Wilson, Journal of
 * the American Statistical Association 22, 1927; method 3 of Newcombe, Statistics in Medicine 17,
 * 1998, 857-872). It begins at exactly 0 when there are none and ends at exactly 1 when there are
 * all. None of nothing has no interval. */
struct interval proportion_interval(int part, int whole);

/* The same of the first share less the second, of counts that do not overlap (method 10, the hybrid
 * score interval, of Newcombe, Statistics in Medicine 17, 1998, 873-890). */
struct interval proportion_difference(int part, int whole, int other_part, int other_whole);

#endif
