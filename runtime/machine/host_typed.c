// The entry of a host program whose `main()` is compiled for machine types.
#include "host.h"
#include "nativecomp/machine.h"

int main(void) {
    nc_host_catch_faults();
    nc_exit(nc_main());
}
