#include "request.h"
#include "environment.h"
#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIXED = 12, FEW = 64 };

/* Enough for most requests, of which there is one at a time: memory that is taken and given back each time costs two system calls. */
static char *few[FEW];

bool request_parse(const uint8_t *payload, size_t length, bool terminal, struct request *request)
{
    memset(request, 0, sizeof *request);
    if (length < FIXED || payload[length - 1] != 0)
        return false;
    size_t argc = get32(payload + 4), envc = get32(payload + 8), texts = 0;
    for (size_t i = FIXED; i < length; i++)
        texts += payload[i] == 0;
    if (argc == 0 || argc > texts || envc > texts || texts != 2 + argc + envc)
        return false;
    size_t size = argc + 1 + envc + 1 + ENVIRONMENT_DEFAULTS;
    char **list = size <= FEW ? memset(few, 0, sizeof few) : calloc(size, sizeof *list);
    if (!list)
        return false;
    request->columns = get16(payload);
    request->rows = get16(payload + 2);
    request->terminal = terminal;
    request->argv = list;
    request->env = list + argc + 1;
    const char *text = (const char *)payload + FIXED;
    for (size_t i = 0; i < texts; i++, text += strlen(text) + 1) {
        if (i == 0)
            request->user = text;
        else if (i == 1)
            request->directory = text;
        else if (i < 2 + argc)
            request->argv[i - 2] = (char *)(uintptr_t)text;
        else
            request->env[i - 2 - argc] = (char *)(uintptr_t)text;
    }
    return true;
}

void request_free(struct request *request)
{
    if (request->argv != few)
        free(request->argv);
    request->argv = NULL;
}

static uint8_t *gathered;
static size_t gathered_length;
static uint32_t gathered_stream;

void request_drop(void)
{
    free(gathered);
    gathered = NULL;
    gathered_length = 0;
    gathered_stream = 0;
}

bool request_join(const struct frame *frame, const uint8_t **payload, size_t *length, int *error)
{
    *error = 0;
    if (gathered && gathered_stream != frame->stream)
        request_drop();
    if (!gathered && !(frame->flags & FLAG_MORE)) {
        *payload = frame->payload;
        *length = frame->length;
        return true;
    }
    uint8_t *grown = gathered_length + frame->length > WIRE_REQUEST ? NULL : realloc(gathered, gathered_length + frame->length + 1);
    if (!grown) {
        request_drop();
        *error = E2BIG;
        return false;
    }
    gathered = grown;
    memcpy(gathered + gathered_length, frame->payload, frame->length);
    gathered_length += frame->length;
    gathered_stream = frame->stream;
    *payload = gathered;
    *length = gathered_length;
    return !(frame->flags & FLAG_MORE);
}
