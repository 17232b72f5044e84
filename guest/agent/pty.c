#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER 0x5441
#endif

int pty_open(int *master, int *terminal, uid_t owner, uint16_t columns, uint16_t rows)
{
    int unlocked = 0;
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (*master < 0)
        return 0;
    ioctl(*master, TIOCSPTLCK, &unlocked);
    *terminal = ioctl(*master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*terminal < 0) {
        int error = errno;
        close(*master);
        errno = error;
        return 0;
    }
    if (fchown(*terminal, owner, (gid_t)-1) < 0)
        errno = 0; /* Only a program that opens its terminal by name misses it. */
    pty_resize(*master, columns, rows);
    return 1;
}

void pty_resize(int master, uint16_t columns, uint16_t rows)
{
    struct winsize size = { .ws_col = columns, .ws_row = rows };
    ioctl(master, TIOCSWINSZ, &size);
}

char pty_end_of_file(int master)
{
    struct termios mode;
    return tcgetattr(master, &mode) == 0 && mode.c_lflag & ICANON ? (char)mode.c_cc[VEOF] : 0;
}
