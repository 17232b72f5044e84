/* SSH for people: dropbear out of the kit, started per connection. */
#ifndef SSH_H
#define SSH_H

/* Listens on port 22 if the kit holds a server. -1: it does not. */
int ssh_listen(int kit_root);
void ssh_accept(int listener);

#endif
