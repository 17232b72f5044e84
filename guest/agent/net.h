/* Host name, addresses, name servers. */
#ifndef NET_H
#define NET_H

void net_up(void);

/* Lays our resolv.conf over the root's own, so that no file of ours lands in the root. */
void net_resolver(void);

#endif
