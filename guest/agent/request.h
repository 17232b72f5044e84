/* What an EXEC asks for. */
#ifndef REQUEST_H
#define REQUEST_H

#include "frame.h"

struct request {
    uint16_t columns, rows;
    bool terminal;
    const char *user, *directory;
    char **argv, **env;
};

/* Reads a request; the texts stay in the payload, and it is to be freed before the next is read. False: malformed. */
bool request_parse(const uint8_t *payload, size_t length, bool terminal, struct request *request);
void request_free(struct request *request);

/* Joins the frames of a request that is larger than one. True: whole, in *payload. *error is EMSGSIZE or EPROTO where it is refused. */
bool request_join(const struct frame *frame, const uint8_t **payload, size_t *length, int *error);

/* Drops what request_join has gathered or handed out. */
void request_drop(void);

#endif
