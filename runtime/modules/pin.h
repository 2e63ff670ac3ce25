// The type machine.Pin.
#pragma once
#include "nativecomp/type.h"

extern const struct nc_type nc_pin_type;
unsigned nc_pin_number(nc_value v); // of a pin, or of what makes one
