/* The virtio-serial port that leads to the host. */
#ifndef PORT_H
#define PORT_H

int port_open(void);

#endif
