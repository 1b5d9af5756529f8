/* The order in which files are appended: what a file refers to goes before it, and files that refer
 * to each other in a circle go together. These are the strongly connected components of the graph
 * of files, which Tarjan's algorithm (SIAM Journal on Computing 1, 1972) finds in just that
 * order. */
#include "case/import_parts.h"
#include "schema/value.h"

struct node {
    int edges;
    size_t capacity;
    int *edge;
    int number, low; /* of Tarjan; 0: not seen */
    bool stacked;
    int last; /* the file that was added last as one that refers to this one, and 1; 0: none */
    int next; /* edge to go along next */
    int from; /* the node that it was reached from, or -1 */
};

struct graph {
    struct import_plan *plan;
    struct node *node;
    json_t *file_of; /* identifier of a record → its file */
    int from;        /* file of the record at hand */
    int seen;
    int stack_size, *stack;
};

static bool visit(void *data, const struct schema_field *field, const char *text,
                  const char **out_text, struct error *error) {
    struct graph *graph = data;
    (void)out_text;
    (void)error;
    json_t *file = field->type == FIELD_REFERENCE ? json_object_get(graph->file_of, text) : NULL;
    int to = file ? (int)json_integer_value(file) : graph->from;
    if (to == graph->from || graph->node[to].last == graph->from + 1) return true;
    struct node *node = &graph->node[graph->from];
    graph->node[to].last = graph->from + 1;
    node->edge = arena_grow(graph->plan->arena, node->edge, (size_t)node->edges, &node->capacity,
                            sizeof *node->edge);
    node->edge[node->edges++] = to;
    return true;
}

static bool is_taken(const struct import_plan *plan, const struct import_record *record) {
    return record->file >= 0 && !plan->file[record->file].refused && record->twin < 0;
}

static void add_edges(struct graph *graph) {
    const struct import_plan *plan = graph->plan;
    for (int i = 0; i < plan->record_count; i++)
        if (is_taken(plan, &plan->record[i]))
            json_object_set_new(graph->file_of, plan->record[i].rec.text,
                                json_integer(plan->record[i].file));
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        graph->from = record->file;
        for (int j = 0; is_taken(plan, record) && j < record->schema->field_count; j++) {
            const struct schema_field *field = &record->schema->fields[j];
            json_t *value = json_object_get(record->fields, field->name);
            struct error none = {0};
            if (value && import_refers(field) && !value_walk(field, value, visit, graph, &none))
                return;
        }
    }
}

/* Takes the component that ends with this node off the stack, as a batch. */
static void take_batch(struct graph *graph, int top) {
    struct import_plan *plan = graph->plan;
    int count = 0, *file = arena_new(plan->arena, int, graph->stack_size);
    for (int node = -1; node != top;) {
        node = graph->stack[--graph->stack_size];
        graph->node[node].stacked = false;
        if (!plan->file[node].refused) file[count++] = node;
    }
    /* In the order in which they were given. */
    for (int i = 0; i < count; i++)
        for (int j = i; j > 0 && file[j - 1] > file[j]; j--) {
            int swapped = file[j];
            file[j] = file[j - 1];
            file[j - 1] = swapped;
        }
    if (count) plan->batch[plan->batch_count++] = (struct import_batch){count, file};
}

static void enter(struct graph *graph, int at, int from) {
    struct node *node = &graph->node[at];
    node->number = node->low = ++graph->seen;
    node->stacked = true;
    node->from = from;
    graph->stack[graph->stack_size++] = at;
}

/* From one node along all edges, without recursion. */
static void search(struct graph *graph, int at) {
    enter(graph, at, -1);
    while (at >= 0) {
        struct node *node = &graph->node[at];
        if (node->next < node->edges) {
            int to = node->edge[node->next++];
            struct node *target = &graph->node[to];
            if (!target->number) enter(graph, to, at), at = to;
            else if (target->stacked && target->number < node->low) node->low = target->number;
            continue;
        }
        if (node->low == node->number) take_batch(graph, at);
        if (node->from >= 0 && node->low < graph->node[node->from].low)
            graph->node[node->from].low = node->low;
        at = node->from;
    }
}

void import_order(struct import_plan *plan) {
    struct graph graph = {.plan = plan,
                          .node = arena_new(plan->arena, struct node, plan->file_count),
                          .file_of = json_object(),
                          .stack = arena_new(plan->arena, int, plan->file_count)};
    plan->batch = arena_new(plan->arena, struct import_batch, plan->file_count);
    plan->batch_count = 0;
    add_edges(&graph);
    for (int i = 0; i < plan->file_count; i++)
        if (!graph.node[i].number) search(&graph, i);
    json_decref(graph.file_of);
}
