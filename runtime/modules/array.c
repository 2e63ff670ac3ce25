// The module `array`.
#include "modules.h"

NC_MODULE(array, {NAME(array), (nc_value)&nc_type_array});
