#include "wake_request.h"
#include "wire.h"

#include <stdlib.h>
#include <string.h>

/* Identity, clock, and four numbers. */
enum { AT_CLOCK = 16, AT_FLAGS = 24, AT_ENTROPY = 28, AT_VARIABLES = 32, AT_MOUNTS = 36, FIXED = 40 };
enum { OPEN_NETWORK = 1, WRITABLE = 1, UNCACHED = 2 };

static const char *skip(const char *text, size_t count)
{
    while (count-- > 0)
        text += strlen(text) + 1;
    return text;
}

static size_t count_texts(const uint8_t *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += bytes[i] == 0;
    return count;
}

bool wake_request_parse(const uint8_t *payload, size_t length, struct wake_request *request)
{
    if (length <= FIXED || payload[length - 1] != 0)
        return false;
    size_t entropy = get32(payload + AT_ENTROPY), variables = get32(payload + AT_VARIABLES), mounts = get32(payload + AT_MOUNTS);
    if (entropy > length || variables > length || mounts > length || FIXED + entropy + mounts >= length)
        return false;
    const uint8_t *kinds = payload + FIXED + entropy, *texts = kinds + mounts;
    if (count_texts(texts, (size_t)(payload + length - texts)) != 1 + variables + 2 * mounts)
        return false;
    struct workspace *list = calloc(mounts + 1, sizeof *list);
    if (!list)
        return false;
    const char *name = (const char *)texts, *environment = skip(name, 1), *text = skip(environment, variables);
    *request = (struct wake_request){
        .identity = payload, .clock = get64(payload + AT_CLOCK), .open_network = get32(payload + AT_FLAGS) & OPEN_NETWORK,
        .entropy = payload + FIXED, .entropy_length = entropy, .host_name = name,
        .environment = environment, .environment_length = (size_t)(text - environment),
        .workspaces = list, .workspace_count = mounts,
    };
    for (size_t i = 0; i < mounts; i++, text = skip(text, 2))
        list[i] = (struct workspace){ text, skip(text, 1), kinds[i] & WRITABLE, !(kinds[i] & UNCACHED) };
    return true;
}

void wake_request_free(struct wake_request *request)
{
    free(request->workspaces);
    request->workspaces = NULL;
}
