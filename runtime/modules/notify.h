// Python functions that are called because of an interrupt: of timers, pins, UARTs.
//
// A soft one, the usual kind, is put into the queue of micropython.schedule and runs at the program's next
// jump; it may do anything. A hard one runs at once, from the interrupt, so that it also comes in the middle
// of a compiled loop; there is no memory for new objects then, and what it raises is printed.
#pragma once
#include "nativecomp/value.h"

void nc_notify(nc_value function, nc_value argument, bool hard); // from the interrupt
