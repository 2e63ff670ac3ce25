/* What kernels take of a header of the C library, for compilers that come without one. */
#ifndef MATH_H
#define MATH_H

double fabs(double number);
float fabsf(float number);

#endif
