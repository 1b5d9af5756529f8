#include "report/drawing.h"

void drawing_open(struct drawing *drawing, struct arena *arena, const char *name, const char *title,
                  const char *description) {
    *drawing =
        (struct drawing){.arena = arena, .name = name, .title = title, .description = description};
}

static struct drawing_shape *add(struct drawing *drawing, enum drawing_kind kind,
                                 const struct drawing_style *style, double x, double y) {
    drawing->shape = arena_grow(drawing->arena, drawing->shape, drawing->count, &drawing->capacity,
                                sizeof *drawing->shape);
    struct drawing_shape *shape = &drawing->shape[drawing->count++];
    *shape = (struct drawing_shape){.kind = kind, .style = style, .x = x, .y = y};
    return shape;
}

void drawing_line(struct drawing *drawing, const struct drawing_style *style, double x, double y,
                  double to_x, double to_y) {
    struct drawing_shape *shape = add(drawing, DRAWING_LINE, style, x, y);
    shape->to.x = to_x;
    shape->to.y = to_y;
}

void drawing_rectangle(struct drawing *drawing, const struct drawing_style *style, double x,
                       double y, double width, double height) {
    struct drawing_shape *shape = add(drawing, DRAWING_RECTANGLE, style, x, y);
    shape->extent.width = width;
    shape->extent.height = height;
}

void drawing_circle(struct drawing *drawing, const struct drawing_style *style, double x, double y,
                    double radius) {
    add(drawing, DRAWING_CIRCLE, style, x, y)->radius = radius;
}

void drawing_text(struct drawing *drawing, const struct drawing_style *style, double x, double y,
                  enum drawing_anchor anchor, enum drawing_size size, const char *text) {
    struct drawing_shape *shape = add(drawing, DRAWING_TEXT, style, x, y);
    shape->text.text = text;
    shape->text.anchor = anchor;
    shape->text.size = size;
}

void drawing_turned_text(struct drawing *drawing, const struct drawing_style *style, double x,
                         double y, enum drawing_anchor anchor, enum drawing_size size,
                         const char *text) {
    drawing_text(drawing, style, x, y, anchor, size, text);
    drawing->shape[drawing->count - 1].text.turned = true;
}

void drawing_path(struct drawing *drawing, const struct drawing_style *style) {
    add(drawing, DRAWING_PATH, style, 0, 0)->path.first = drawing->steps;
}

static struct drawing_step *add_step(struct drawing *drawing, enum drawing_step_kind kind, double x,
                                     double y) {
    drawing->step = arena_grow(drawing->arena, drawing->step, drawing->steps,
                               &drawing->step_capacity, sizeof *drawing->step);
    struct drawing_step *step = &drawing->step[drawing->steps++];
    *step = (struct drawing_step){.kind = kind, .x = x, .y = y};
    drawing->shape[drawing->count - 1].path.count++;
    return step;
}

void drawing_move(struct drawing *drawing, double x, double y) {
    add_step(drawing, STEP_MOVE, x, y);
}

void drawing_to(struct drawing *drawing, double x, double y) { add_step(drawing, STEP_LINE, x, y); }

void drawing_curve(struct drawing *drawing, double control_x, double control_y, double control_x2,
                   double control_y2, double x, double y) {
    struct drawing_step *step = add_step(drawing, STEP_CURVE, x, y);
    step->control[0] = control_x;
    step->control[1] = control_y;
    step->control[2] = control_x2;
    step->control[3] = control_y2;
}

void drawing_close(struct drawing *drawing) { add_step(drawing, STEP_CLOSE, 0, 0); }

void drawing_group(struct drawing *drawing, const struct drawing_style *style, const char *link,
                   const char *title) {
    struct drawing_shape *shape = add(drawing, DRAWING_GROUP, style, 0, 0);
    shape->group.link = link;
    shape->group.title = title;
    if (link) drawing->linked = true;
}

void drawing_end(struct drawing *drawing) { add(drawing, DRAWING_END, NULL, 0, 0); }
