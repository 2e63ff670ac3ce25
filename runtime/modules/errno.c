// The module `errno`: Linux's numbers, which MicroPython's boards use too.
#include "modules.h"

#define ERRORS(X)                                                                                            \
    X(EPERM, 1)                                                                                              \
    X(ENOENT, 2)                                                                                             \
    X(EIO, 5)                                                                                                \
    X(EBADF, 9)                                                                                              \
    X(EAGAIN, 11)                                                                                            \
    X(ENOMEM, 12)                                                                                            \
    X(EACCES, 13)                                                                                            \
    X(EEXIST, 17)                                                                                            \
    X(ENODEV, 19)                                                                                            \
    X(EISDIR, 21)                                                                                            \
    X(EINVAL, 22)                                                                                            \
    X(EOPNOTSUPP, 95)                                                                                        \
    X(EADDRINUSE, 98)                                                                                        \
    X(ECONNABORTED, 103)                                                                                     \
    X(ECONNRESET, 104)                                                                                       \
    X(ENOBUFS, 105)                                                                                          \
    X(ENOTCONN, 107)                                                                                         \
    X(ETIMEDOUT, 110)                                                                                        \
    X(ECONNREFUSED, 111)                                                                                     \
    X(EHOSTUNREACH, 113)                                                                                     \
    X(EALREADY, 114)                                                                                         \
    X(EINPROGRESS, 115)

static const struct nc_entry code_entries[] = {
#define X(ID, NUMBER) {(nc_value)(NUMBER * 2 + 1), NAME(ID)},
    ERRORS(X)
#undef X
};
const char *nc_errno_text(intptr_t number) {
    switch (number) {
#define X(ID, NUMBER)                                                                                        \
    case NUMBER:                                                                                             \
        return #ID;
        ERRORS(X)
#undef X
    }
    return NULL;
}

static const struct nc_dict errorcode = {&nc_type_dict,
                                         {.fixed = 1,
                                          .ordered = 1,
                                          .used = sizeof code_entries / sizeof *code_entries,
                                          .size = sizeof code_entries / sizeof *code_entries,
                                          .table = (struct nc_entry *)code_entries}};

static const struct nc_entry entries[] = {{NAME(__name__), NAME(errno)},
                                          {NAME(errorcode), (nc_value)&errorcode},
#define X(ID, NUMBER) {NAME(ID), (nc_value)(NUMBER * 2 + 1)},
                                          ERRORS(X)
#undef X
};
static const struct nc_dict members = NC_TABLE_DICT(entries);
const struct nc_module nc_module_errno = {&nc_type_module, (nc_value)&members};
