/* SSH for people: dropbear out of the kit, started per connection. */
#ifndef SSH_H
#define SSH_H

/* Listens on port 22 if the kit holds a server. */
void ssh_listen(int kit_root);

/* Readable when somebody comes; -1: nobody can. */
int ssh_descriptor(void);
void ssh_accept(void);

#endif
