"""Functions that programs for boards need, compiled: checksums, codecs, colours, filters, control, sorting, lights.

Each module is a file of typed functions. At the desk `from nativecomp.lib.crc import crc32` calls them on an emulated
core; `nativecomp package nativecomp.lib.crc -o dist` makes of a module what `mip` installs on a board, and
`nativecomp build nativecomp.lib.crc -o crc.o` an object and a header for C. docs/lib.md lists them.
"""
