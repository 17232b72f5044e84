/* The virtio-serial port that leads to the host. */
#ifndef PORT_H
#define PORT_H

/* -1: failure_text. */
int port_open(void);

#endif
