#include "stack.h"
#include "mountinfo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

/* With all that it takes to make it again. */
struct made {
    struct made *below;
    const char *type;
    bool read_only;
    char *source, *target, *options;
};

/* What is mounted, and what an attempt to unmount all has unmounted. */
static struct made *top, *taken;
/* Before we made the first nothing of ours can be mounted, and there is no need to ask the kernel. */
static bool ever_made;

static void forget(struct made *made)
{
    int error = errno;
    free(made->source);
    free(made->target);
    free(made->options);
    free(made);
    errno = error;
}

static struct made *remember(const char *source, const char *target, const char *type, bool read_only, const char *options)
{
    struct made *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    *made = (struct made){ NULL, type, read_only, strdup(source), strdup(target), strdup(options) };
    if (made->source && made->target && made->options)
        return made;
    forget(made);
    return NULL;
}

static bool is_same(const struct mountinfo *mount, void *context)
{
    const struct made *made = context;
    return strcmp(mount->source, made->source) == 0 && strcmp(mount->type, made->type) == 0 && strcmp(mount->target, made->target) == 0;
}

static bool perform(const struct made *made)
{
    return mount(made->source, made->target, made->type, made->read_only ? MS_RDONLY : 0, made->options) == 0;
}

static void push(struct made **stack, struct made *made)
{
    made->below = *stack;
    *stack = made;
}

static struct made *pop(struct made **stack)
{
    struct made *made = *stack;
    *stack = made->below;
    return made;
}

static void forget_all(struct made **stack)
{
    while (*stack)
        forget(pop(stack));
}

bool stack_mount(const char *source, const char *target, const char *type, bool read_only, const char *options)
{
    struct made *made = remember(source, target, type, read_only, options);
    if (!made)
        return false;
    bool there = ever_made && mountinfo_find(is_same, made);
    if (there || !perform(made)) {
        forget(made);
        return there;
    }
    ever_made = true;
    push(&top, made);
    return true;
}

struct made *stack_top(void) { return top; }

bool stack_has(const char *target)
{
    for (const struct made *made = top; made; made = made->below)
        if (strcmp(made->target, target) == 0)
            return true;
    return false;
}

/* One that somebody in the guest has unmounted before us is gone all the same. */
static bool unmount(const struct made *made) { return umount2(made->target, UMOUNT_NOFOLLOW) == 0 || errno == EINVAL || errno == ENOENT; }

const char *stack_unmount(const struct made *until)
{
    forget_all(&taken);
    while (top != until) {
        if (!unmount(top))
            return top->target;
        push(&taken, pop(&top));
    }
    forget_all(&taken);
    return NULL;
}

void stack_restore(void)
{
    while (taken) {
        struct made *made = pop(&taken);
        if (perform(made))
            push(&top, made);
        else
            forget(made);
    }
}
