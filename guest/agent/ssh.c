#include "ssh.h"
#include "launch.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static int kit = -1, listener = -1;

int ssh_descriptor(void) { return listener; }

void ssh_listen(int kit_root)
{
    const struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(22) };
    int on = 1;
    if (faccessat(kit_root, "usr/sbin/dropbear", X_OK, 0) < 0)
        return;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    kit = kit_root;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (const struct sockaddr *)&any, sizeof any) < 0 || listen(listener, 16) < 0) {
        close(listener);
        listener = -1;
    }
}

void ssh_accept(void)
{
    /* One process per connection; no passwords; a window that fills the path. */
    static char *const argv[] = {
        "dropbear", "-i", "-s", "-W", "1048576", "-r", "/etc/dropbear/dropbear_ed25519_host_key", NULL,
    };
    static char *const env[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL };
    int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (connection < 0)
        return;
    if (vfork() == 0) {
        launch_block_nothing();
        setsid();
        if (dup2(connection, 0) == 0 && dup2(connection, 1) == 1 && fchdir(kit) == 0 && chroot(".") == 0)
            execve("/usr/sbin/dropbear", argv, env);
        _exit(127);
    }
    close(connection);
}
