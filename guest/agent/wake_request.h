/* What a WAKE says. */
#ifndef WAKE_REQUEST_H
#define WAKE_REQUEST_H

#include "workspaces.h"

#include <stdint.h>

struct wake_request {
    const uint8_t *identity, *entropy;
    uint64_t clock;
    size_t entropy_length;
    bool open_network;
    const char *host_name;
    /* NAME=value, each with a NUL behind it. */
    const char *environment;
    size_t environment_length;
    struct workspace *workspaces;
    size_t workspace_count;
};

/* Reads a request; all but the array of workspaces stays in the payload. False: malformed. */
bool wake_request_parse(const uint8_t *payload, size_t length, struct wake_request *request);
void wake_request_free(struct wake_request *request);

#endif
