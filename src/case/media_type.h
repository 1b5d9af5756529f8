/* What sort of file it is, by the end of its name. */
#ifndef CAIRN_CASE_MEDIA_TYPE_H
#define CAIRN_CASE_MEDIA_TYPE_H

/* "image/jpeg"; "application/octet-stream" of what is not known. */
const char *media_type_of(const char *path);

#endif
