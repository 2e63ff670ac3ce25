/* What kernels take of a header of the C library, for compilers that come without one. */
#ifndef STDLIB_H
#define STDLIB_H

int abs(int number);
long labs(long number);

#endif
