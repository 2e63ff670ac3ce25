// The type machine.Timer.
#pragma once
#include "nativecomp/type.h"

extern const struct nc_type nc_timer_type;
