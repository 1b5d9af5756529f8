/* Where a request comes from and whom it is for: addresses, proxies, hosts. */
#ifndef CAIRN_HTTP_ORIGIN_H
#define CAIRN_HTTP_ORIGIN_H

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/arena.h"

enum { ADDRESS_TEXT = INET6_ADDRSTRLEN };

/* "192.0.2.1", "2001:db8::1"; an IPv4 address that IPv6 wraps is the IPv4 one. "" for any other. */
void address_text(const struct sockaddr *address, char out[ADDRESS_TEXT]);

/* The same address written in the one way that address_text has; false when it is none. */
bool address_plain(const char *text, char out[ADDRESS_TEXT]);

/* Is it one that only this machine has? */
bool address_is_loopback(const char *text);

/* What is counted as one sender: of IPv6 the first 64 bits. */
void address_network(const char *text, char out[ADDRESS_TEXT]);

/* Whose request it is that came from `peer`: behind proxies that are believed, the last address in
 * X-Forwarded-For that is none of theirs. Writes `out`. */
void origin_client(const char *const *proxies, const char *peer, const char *forwarded,
                   char out[ADDRESS_TEXT]);

bool origin_is_proxy(const char *const *proxies, const char *peer);

/* May the Host header be that? Its name must be in the list, or `address`, or localhost; a port may
 * stand behind it. */
bool origin_host_allowed(const char *const *hosts, const char *address, const char *host);

/* Was a form sent by a page of ours? Sec-Fetch-Site must say same-origin where a browser says it,
 * and Origin must be ours where it is there (the Fetch Standard). Either may be NULL. */
bool origin_is_ours(const char *fetch_site, const char *origin, bool secure, const char *host);

#endif
