/* A page of remains that are parts of somebody who was identified: what the family wishes to be told. */
#ifndef CAIRN_WEB_REMAINS_SECTION_H
#define CAIRN_WEB_REMAINS_SECTION_H

#include "web/record_sections.h"

record_section remains_section;

#endif
