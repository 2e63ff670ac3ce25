// Exceptions: objects that say what went wrong, and where it passed.
//
// An exception has the tuple of its arguments and a traceback: three numbers (file, line, function) for each
// function that it left, the innermost first. Classes that programs derive from an exception are ordinary
// classes whose instances carry such an object inside.
//
// An exception needs memory, and may be raised where there is none: the heap is full, or locked while an
// interrupt is handled. Then one object that is always there becomes it, without arguments. A program may set
// memory aside (micropython.alloc_emergency_exception_buf), in which arguments, a message and a traceback are
// kept as far as they fit. The next such exception takes its place.
#pragma once
#include "nativecomp/printer.h"
#include "nativecomp/type.h"

struct nc_exception {
    const struct nc_type *type;
    uintptr_t trace_capacity : NC_WORD_BITS / 2, trace_used : NC_WORD_BITS / 2; // in words
    uintptr_t *trace;
    struct nc_tuple *args;
};

// The built-in exceptions: X(name, parent).
#define NC_EXCEPTIONS(X)                                                                                     \
    X(SystemExit, BaseException)                                                                             \
    X(KeyboardInterrupt, BaseException)                                                                      \
    X(GeneratorExit, BaseException)                                                                          \
    X(Exception, BaseException)                                                                              \
    X(StopIteration, Exception)                                                                              \
    X(StopAsyncIteration, Exception)                                                                         \
    X(ArithmeticError, Exception)                                                                            \
    X(OverflowError, ArithmeticError)                                                                        \
    X(ZeroDivisionError, ArithmeticError)                                                                    \
    X(AssertionError, Exception)                                                                             \
    X(AttributeError, Exception)                                                                             \
    X(EOFError, Exception)                                                                                   \
    X(ImportError, Exception)                                                                                \
    X(LookupError, Exception)                                                                                \
    X(IndexError, LookupError)                                                                               \
    X(KeyError, LookupError)                                                                                 \
    X(MemoryError, Exception)                                                                                \
    X(NameError, Exception)                                                                                  \
    X(OSError, Exception)                                                                                    \
    X(RuntimeError, Exception)                                                                               \
    X(NotImplementedError, RuntimeError)                                                                     \
    X(SyntaxError, Exception)                                                                                \
    X(IndentationError, SyntaxError)                                                                         \
    X(TypeError, Exception)                                                                                  \
    X(ValueError, Exception)                                                                                 \
    X(UnicodeError, ValueError)                                                                              \
    X(ViperTypeError, TypeError)

NC_TYPE_NAMES(BaseException)
#define X(NAME, PARENT) NC_TYPE_NAMES(NAME)
NC_EXCEPTIONS(X)
#undef X

extern const struct nc_exception nc_generator_exit; // needs no memory
extern struct nc_exception nc_memory_error;
void nc_reserve_for_exceptions(size_t size); // 0: nothing is set aside

// Raise an exception object, or make one of an exception class and raise it.
_Noreturn void nc_throw(nc_value exception);
// Raise with a message; the format is nc_printf's.
_Noreturn void nc_error(const struct nc_type *type, const char *format, ...);
_Noreturn void nc_error_value(const struct nc_type *type, nc_value arg);
_Noreturn void nc_type_error(const char *format, ...);
_Noreturn void nc_value_error(const char *format, ...);
_Noreturn void nc_os_error(int number);
const char *nc_errno_text(intptr_t number); // "ENOENT", or NULL

bool nc_is_exception_type(nc_value v);
bool nc_is_exception(nc_value v);
// The exception object itself, or the one inside an instance of a derived class; NULL for anything else.
struct nc_exception *nc_exception_of(nc_value v);
bool nc_exception_is(nc_value exception, const struct nc_type *type); // an object or a class
bool nc_exception_matches(nc_value exception, nc_value type_or_tuple);
nc_value nc_exception_argument(nc_value exception);                  // the first one, or None
nc_value nc_exception_new(const struct nc_type *type, nc_value arg); // NC_NOTHING: no argument
void nc_exception_trace(nc_value exception, nc_name file, unsigned line, nc_name function);
void nc_print_exception(const struct nc_printer *to, nc_value exception);
