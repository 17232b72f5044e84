#include "boot.h"
void boot(void){ for(;;); }
