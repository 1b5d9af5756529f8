#include "schema/geometry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "schema/quote.h"

enum { DEGREE = 1000000, NORTH = 90 * DEGREE, EAST = 180 * DEGREE };

/* The three shapes: name in entries, name in well-known text, brackets, fewest points. */
static const struct shape {
    const char *name, *word, *open, *close;
    size_t least;
} SHAPES[] = {
    {"point", "POINT", "(", ")", 1},
    {"line", "LINESTRING", "(", ")", 2},
    {"area", "POLYGON", "((", "))", 3},
};

enum { SHAPE_COUNT = sizeof SHAPES / sizeof *SHAPES };

static void skip_blanks(const char **at) { *at += strspn(*at, " "); }

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* Degrees with decimals, as microdegrees. */
static bool take_degrees(const char **at, json_int_t *out_number) {
    skip_blanks(at);
    bool negative = **at == '-';
    if (negative) (*at)++;
    json_int_t number = 0, unit = DEGREE;
    if (!is_digit(**at)) return false;
    for (; is_digit(**at); (*at)++) {
        number = number * 10 + (**at - '0') * (json_int_t)DEGREE;
        if (number > EAST) return false;
    }
    if (**at == '.') {
        (*at)++;
        if (!is_digit(**at)) return false;
        for (; is_digit(**at); (*at)++) number += (**at - '0') * (unit /= 10);
    }
    *out_number = negative ? -number : number;
    return true;
}

/* The points between the brackets, as a list of pairs; NULL when they are none. */
static json_t *take_points(const char **at) {
    json_t *points = json_array();
    bool good = points;
    while (good) {
        json_int_t east, north;
        good = take_degrees(at, &east) && **at == ' ' && take_degrees(at, &north) &&
               json_array_size(points) < GEOMETRY_POINTS_MOST &&
               json_array_append_new(points, json_pack("[I,I]", east, north)) == 0;
        skip_blanks(at);
        if (**at != ',') break;
        (*at)++;
    }
    if (good) return points;
    json_decref(points);
    return NULL;
}

static bool take_bracket(const char **at, const char *bracket) {
    for (; *bracket; bracket++) {
        skip_blanks(at);
        if (**at != *bracket) return false;
        (*at)++;
    }
    return true;
}

/* Makes of the points of a ring or line what entries have. */
static json_t *make_value(const struct shape *shape, json_t *points) {
    size_t count = json_array_size(points);
    if (shape->least == 1) {
        json_t *point = count == 1 ? json_incref(json_array_get(points, 0)) : NULL;
        json_decref(points);
        return json_pack("{s:o*}", shape->name, point);
    }
    if (shape->least == 3 && count > 3 &&
        json_equal(json_array_get(points, 0), json_array_get(points, count - 1)))
        json_array_remove(points, count - 1);
    return json_pack("{s:o}", shape->name, points);
}

static json_t *read_shape(const char *text) {
    for (int i = 0; i < SHAPE_COUNT; i++) {
        size_t length = strlen(SHAPES[i].word);
        if (strncasecmp(text, SHAPES[i].word, length) != 0) continue;
        const char *at = text + length;
        json_t *points = take_bracket(&at, SHAPES[i].open) ? take_points(&at) : NULL;
        bool closed = points && take_bracket(&at, SHAPES[i].close);
        skip_blanks(&at);
        if (closed && !*at) return make_value(&SHAPES[i], points);
        json_decref(points);
    }
    return NULL;
}

bool geometry_read(const char *text, int64_t step, json_t **out_value, struct error *error) {
    json_t *value = read_shape(text);
    if (!value || json_object_size(value) == 0) {
        json_decref(value);
        return error_set(error, ERROR_BAD_INPUT,
                         "\"%s\" is no place: write POINT (longitude latitude) in degrees, as "
                         "POINT (36.123456 50.123456), or LINESTRING or POLYGON",
                         quote(text).text);
    }
    struct arena arena;
    arena_open(&arena, 0);
    struct json_node node = json_node_of(&arena, value);
    bool good = geometry_check(&node, step, error);
    arena_close(&arena);
    if (good) *out_value = value;
    else json_decref(value);
    return good;
}

static bool is_coordinate(const struct json_node *number, int64_t most, int64_t step) {
    return number->kind == NODE_WHOLE && number->whole >= -most && number->whole <= most &&
           (!step || number->whole % step == 0);
}

static bool is_point(const struct json_node *point, int64_t step) {
    return point->kind == NODE_LIST && point->size == 2 &&
           is_coordinate(point->first, EAST, step) &&
           is_coordinate(point->first->next, NORTH, step);
}

static bool is_shape(const struct shape *shape, const struct json_node *points, int64_t step) {
    const struct json_node *last = NULL;
    if (shape->least == 1) return is_point(points, step);
    if (points->kind != NODE_LIST || points->size < shape->least ||
        points->size > GEOMETRY_POINTS_MOST)
        return false;
    for (const struct json_node *point = points->first; point; last = point, point = point->next)
        if (!is_point(point, step)) return false;
    return shape->least < 3 || !json_node_equal(points->first, last);
}

bool geometry_check(const struct json_node *value, int64_t step, struct error *error) {
    for (int i = 0; i < SHAPE_COUNT; i++) {
        const struct json_node *points = json_node_member(value, SHAPES[i].name);
        if (points && value->size == 1 && is_shape(&SHAPES[i], points, step)) return true;
    }
    if (!step)
        return error_set(error, ERROR_BAD_INPUT,
                         "no place on the earth: a point, line (2 points) or area (3 corners) of "
                         "longitudes within 180 and latitudes within 90 degrees");
    return error_set(error, ERROR_BAD_INPUT,
                     "a place that is shown coarsely: all its coordinates must be multiples of "
                     "%lld.%06lld degrees",
                     (long long)(step / DEGREE), (long long)(step % DEGREE));
}

static void write_degrees(const json_t *number, struct buffer *out) {
    json_int_t value = json_integer_value(number), size = llabs(value);
    buffer_format(out, "%s%lld.%06lld", value < 0 ? "-" : "", size / DEGREE, size % DEGREE);
}

static void write_point(const json_t *point, struct buffer *out) {
    write_degrees(json_array_get(point, 0), out);
    buffer_add_text(out, " ");
    write_degrees(json_array_get(point, 1), out);
}

static void write_points(const struct shape *shape, const json_t *points, struct buffer *out) {
    size_t count = json_array_size(points);
    if (shape->least == 1) {
        write_point(points, out);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_add_text(out, ", ");
        write_point(json_array_get(points, i), out);
    }
    if (shape->least == 3) {
        buffer_add_text(out, ", ");
        write_point(json_array_get(points, 0), out);
    }
}

void geometry_write(const json_t *value, struct buffer *out) {
    for (int i = 0; i < SHAPE_COUNT; i++) {
        const json_t *points = json_object_get(value, SHAPES[i].name);
        if (!points) continue;
        buffer_format(out, "%s %s", SHAPES[i].word, SHAPES[i].open);
        write_points(&SHAPES[i], points, out);
        buffer_add_text(out, SHAPES[i].close);
    }
}
