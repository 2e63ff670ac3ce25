"""Whole Python programs as bare-metal images: find the modules, freeze their bytecode, link what they use.

    app.py, util.py ──► modules (what is imported) ──► mpy-cross ──► freeze (names, constants, bytecode as C)
                                                                        │
                                    archives of the C runtime ──► link ─┴──► app.elf

Import from the modules: `build` does it all.
"""
