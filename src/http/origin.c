#include "http/origin.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

static void write_wide(const struct in6_addr *wide, char out[ADDRESS_TEXT]) {
    if (IN6_IS_ADDR_V4MAPPED(wide)) inet_ntop(AF_INET, wide->s6_addr + 12, out, ADDRESS_TEXT);
    else inet_ntop(AF_INET6, wide, out, ADDRESS_TEXT);
}

void address_text(const struct sockaddr *address, char out[ADDRESS_TEXT]) {
    out[0] = 0;
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, out, ADDRESS_TEXT);
    else if (address->sa_family == AF_INET6)
        write_wide(&((const struct sockaddr_in6 *)address)->sin6_addr, out);
}

bool address_plain(const char *text, char out[ADDRESS_TEXT]) {
    struct in_addr narrow;
    struct in6_addr wide;
    if (inet_pton(AF_INET, text, &narrow) == 1) inet_ntop(AF_INET, &narrow, out, ADDRESS_TEXT);
    else if (inet_pton(AF_INET6, text, &wide) == 1) write_wide(&wide, out);
    else return false;
    return true;
}

bool address_is_loopback(const char *text) {
    char plain[ADDRESS_TEXT];
    if (strcmp(text, "localhost") == 0) return true;
    if (!address_plain(text, plain)) return false;
    return strncmp(plain, "127.", 4) == 0 || strcmp(plain, "::1") == 0;
}

void address_network(const char *text, char out[ADDRESS_TEXT]) {
    struct in6_addr wide;
    memmove(out, text, strlen(text) + 1);
    if (inet_pton(AF_INET6, text, &wide) != 1) return;
    memset(wide.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &wide, out, ADDRESS_TEXT);
}

bool origin_is_proxy(const char *const *proxies, const char *peer) {
    char plain[ADDRESS_TEXT];
    for (; proxies && *proxies; proxies++)
        if (address_plain(*proxies, plain) && strcmp(plain, peer) == 0) return true;
    return false;
}

void origin_client(const char *const *proxies, const char *peer, const char *forwarded,
                   char out[ADDRESS_TEXT]) {
    memmove(out, peer, strlen(peer) + 1);
    size_t end = forwarded ? strlen(forwarded) : 0;
    /* From the last to the first, for as long as who added it is believed. */
    while (end && origin_is_proxy(proxies, out)) {
        size_t start = end;
        while (start && forwarded[start - 1] != ',') start--;
        const char *at = forwarded + start;
        size_t length = end - start;
        while (length && strchr(" \t", *at)) at++, length--;
        while (length && strchr(" \t", at[length - 1])) length--;
        char text[ADDRESS_TEXT + 2] = "", plain[ADDRESS_TEXT];
        if (length >= sizeof text) return;
        memcpy(text, at, length);
        if (!address_plain(text, plain)) return;
        strcpy(out, plain);
        end = start ? start - 1 : 0;
    }
}

/* "name:port" or "[address]:port": how long is the name, with its brackets? 0: it is neither. */
static size_t host_name_length(const char *host) {
    size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    if (!length || length > strlen(host)) return 0;
    const char *rest = host + length;
    if (!*rest) return length;
    if (*rest++ != ':' || !*rest || strlen(rest) > 5) return 0;
    for (; *rest; rest++)
        if (!isdigit((unsigned char)*rest)) return 0;
    return length;
}

static bool is_name(const char *host, size_t length, const char *name) {
    if (*host == '[') host++, length -= 2;
    return strlen(name) == length && strncasecmp(host, name, length) == 0;
}

bool origin_host_allowed(const char *const *hosts, const char *address, const char *host) {
    size_t length = host_name_length(host);
    if (!length) return false;
    if (is_name(host, length, address) || is_name(host, length, "localhost")) return true;
    for (; hosts && *hosts; hosts++)
        if (is_name(host, length, *hosts)) return true;
    return false;
}

bool origin_is_ours(const char *fetch_site, const char *origin, bool secure, const char *host) {
    if (fetch_site && strcmp(fetch_site, "same-origin") != 0) return false;
    if (!origin) return true;
    const char *scheme = secure ? "https://" : "http://";
    return strncasecmp(origin, scheme, strlen(scheme)) == 0 &&
           strcasecmp(origin + strlen(scheme), host) == 0;
}
