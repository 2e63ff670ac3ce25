// What the files about float share.
#pragma once
#include "nativecomp/objects.h"
#include "natural.h"

nc_float nc_float_assemble(uint64_t top, bool more, int exponent);
nc_float nc_natural_to_float(struct nc_natural a); // infinite if it is too large
nc_float nc_float_floor_divide(nc_float a, nc_float b, nc_float *rest);
