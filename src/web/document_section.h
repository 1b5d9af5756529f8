/* A document's page: its machine-readable zone field by field, and whom it may be of. */
#ifndef CAIRN_WEB_DOCUMENT_SECTION_H
#define CAIRN_WEB_DOCUMENT_SECTION_H

#include "web/record_sections.h"

record_section document_section;

#endif
