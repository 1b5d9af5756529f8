/* The page about all kinds of record (docs/records.md), made from their declarations. */
#ifndef CAIRN_SCHEMA_DOCUMENT_H
#define CAIRN_SCHEMA_DOCUMENT_H

#include "base/buffer.h"
#include "schema/schema.h"

/* What may stand in a field, as people would say it: "whole number of mm, 0 to 2500". */
void document_type(const struct schema_field *field, struct buffer *out);

/* Who may read it: "public", "team", "laboratory, board". */
void document_tier(enum field_tier tier, unsigned readers, struct buffer *out);

/* Adds the page, in Markdown. */
void document_write(const struct schema *list, int count, struct buffer *out);

#endif
