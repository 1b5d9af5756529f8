/* Marks for the literals of constant tables that pages say in their reader's language: tools/texts
 * collects them. Where they stand they are what they are. */
#ifndef CAIRN_BASE_SAYS_H
#define CAIRN_BASE_SAYS_H

#define SAYS(english) english
#define SAYS_IN(context, english) english

#endif
