#include "failure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static char text[1024];
static int number;

bool failed(const char *phase, const char *what)
{
    number = errno;
    snprintf(text, sizeof text, "%s: %.900s: %s", phase, what, strerror(number));
    return false;
}

const char *failure_text(void) { return text; }
int failure_errno(void) { return number; }
