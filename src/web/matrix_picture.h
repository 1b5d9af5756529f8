/* The matrix of a comparison as a picture in a page. */
#ifndef CAIRN_WEB_MATRIX_PICTURE_H
#define CAIRN_WEB_MATRIX_PICTURE_H

#include "case/comparison_result.h"
#include "case/decisions.h"
#include "http/html.h"
#include "web/visit.h"

/* Draws it; cells of interest lead to their dossiers in the comparison of that identifier. Empty
 * when there is nothing to draw. In the arena of the request. */
MUST_CHECK bool matrix_picture(const struct visit *visit, const struct comparison_result *result,
                               const struct decisions *decisions, const char *comparison,
                               struct html_safe *out_picture, struct error *error);

#endif
