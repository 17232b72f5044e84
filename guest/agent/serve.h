/* Serves the host on one descriptor, for ever (process 1) or until the host goes. */
#ifndef SERVE_H
#define SERVE_H

void serve(int descriptor);

#endif
