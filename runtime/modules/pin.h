// The type machine.Pin.
#pragma once
#include "nativecomp/type.h"

extern const struct nc_type nc_pin_type;
