"""The Dhrystone in Python: records, arrays, procedures, string comparison."""

SIZE = 4400
SIZE_SMALL = 100
CHECK = (5, 1, "AB", 7, 110, 17, 18, 2, 5, 13, 7, 2,
         "DHRYSTONE PROGRAM, SOME STRING")

IDENT_1, IDENT_2, IDENT_3, IDENT_4, IDENT_5 = range(1, 6)

int_glob = 0
bool_glob = False
char_1_glob = ""
char_2_glob = ""
array_1_glob = []
array_2_glob = []
ptr_glob = None
ptr_glob_next = None


class Record:
    def __init__(self, ptr_comp=None, discr=0, enum_comp=0, int_comp=0,
                 string_comp=""):
        self.ptr_comp = ptr_comp
        self.discr = discr
        self.enum_comp = enum_comp
        self.int_comp = int_comp
        self.string_comp = string_comp

    def copy(self):
        return Record(self.ptr_comp, self.discr, self.enum_comp,
                      self.int_comp, self.string_comp)


def proc_1(ptr_in):
    following = ptr_glob.copy()
    ptr_in.ptr_comp = following
    ptr_in.int_comp = 5
    following.int_comp = ptr_in.int_comp
    following.ptr_comp = ptr_in.ptr_comp
    following.ptr_comp = proc_3(following.ptr_comp)
    if following.discr == IDENT_1:
        following.int_comp = 6
        following.enum_comp = proc_6(ptr_in.enum_comp)
        following.ptr_comp = ptr_glob.ptr_comp
        following.int_comp = proc_7(following.int_comp, 10)
    else:
        ptr_in = following.copy()
    following.ptr_comp = None
    return ptr_in


def proc_2(int_io):
    int_loc = int_io + 10
    enum_loc = 0
    while True:
        if char_1_glob == "A":
            int_loc -= 1
            int_io = int_loc - int_glob
            enum_loc = IDENT_1
        if enum_loc == IDENT_1:
            return int_io


def proc_3(ptr_out):
    global int_glob
    if ptr_glob is not None:
        ptr_out = ptr_glob.ptr_comp
    else:
        int_glob = 100
    ptr_glob.int_comp = proc_7(10, int_glob)
    return ptr_out


def proc_4():
    global char_2_glob, bool_glob
    bool_loc = char_1_glob == "A"
    bool_glob = bool_loc or bool_glob
    char_2_glob = "B"


def proc_5():
    global char_1_glob, bool_glob
    char_1_glob = "A"
    bool_glob = False


def proc_6(enum_in):
    enum_out = enum_in
    if not func_3(enum_in):
        enum_out = IDENT_4
    if enum_in == IDENT_1:
        enum_out = IDENT_1
    elif enum_in == IDENT_2:
        if int_glob > 100:
            enum_out = IDENT_1
        else:
            enum_out = IDENT_4
    elif enum_in == IDENT_3:
        enum_out = IDENT_2
    elif enum_in == IDENT_4:
        pass
    elif enum_in == IDENT_5:
        enum_out = IDENT_3
    return enum_out


def proc_7(int_1, int_2):
    int_loc = int_1 + 2
    return int_2 + int_loc


def proc_8(array_1, array_2, int_1, int_2):
    global int_glob
    int_loc = int_1 + 5
    array_1[int_loc] = int_2
    array_1[int_loc + 1] = array_1[int_loc]
    array_1[int_loc + 30] = int_loc
    for index in range(int_loc, int_loc + 2):
        array_2[int_loc][index] = int_loc
    array_2[int_loc][int_loc - 1] += 1
    array_2[int_loc + 20][int_loc] = array_1[int_loc]
    int_glob = 5


def func_1(char_1, char_2):
    char_loc_1 = char_1
    char_loc_2 = char_loc_1
    if char_loc_2 != char_2:
        return IDENT_1
    return IDENT_2


def func_2(string_1, string_2):
    int_loc = 1
    char_loc = ""
    while int_loc <= 1:
        if func_1(string_1[int_loc], string_2[int_loc + 1]) == IDENT_1:
            char_loc = "A"
            int_loc += 1
    if "W" <= char_loc <= "Z":
        int_loc = 7
    if char_loc == "X":
        return True
    if string_1 > string_2:
        int_loc += 7
        return True
    return False


def func_3(enum_in):
    enum_loc = enum_in
    return enum_loc == IDENT_3


def main(n):
    global int_glob, bool_glob, array_1_glob, array_2_glob
    global ptr_glob, ptr_glob_next
    int_glob = 0
    array_1_glob = [0] * 51
    array_2_glob = [[0] * 51 for _ in range(51)]
    ptr_glob_next = Record()
    ptr_glob = Record(ptr_glob_next, IDENT_1, IDENT_3, 40,
                      "DHRYSTONE PROGRAM, SOME STRING")
    string_1_loc = "DHRYSTONE PROGRAM, 1'ST STRING"
    string_2_loc = ""
    array_2_glob[8][7] = 10
    int_1 = int_2 = int_3 = enum_loc = 0
    for _ in range(n):
        proc_5()
        proc_4()
        int_1 = 2
        int_2 = 3
        string_2_loc = "DHRYSTONE PROGRAM, 2'ND STRING"
        enum_loc = IDENT_2
        bool_glob = not func_2(string_1_loc, string_2_loc)
        while int_1 < int_2:
            int_3 = 5 * int_1 - int_2
            int_3 = proc_7(int_1, int_2)
            int_1 += 1
        proc_8(array_1_glob, array_2_glob, int_1, int_3)
        ptr_glob = proc_1(ptr_glob)
        char_index = "A"
        while char_index <= char_2_glob:
            if enum_loc == func_1(char_index, "C"):
                enum_loc = proc_6(IDENT_1)
            char_index = chr(ord(char_index) + 1)
        int_2 = int_2 * int_1
        int_1 = int_2 // int_3
        int_2 = 7 * (int_2 - int_3) - int_1
        int_1 = proc_2(int_1)
    following = ptr_glob.ptr_comp
    return (int_glob, int(bool_glob), char_1_glob + char_2_glob,
            array_1_glob[8], array_2_glob[8][7], ptr_glob.int_comp,
            following.int_comp, following.enum_comp, int_1, int_2, int_3,
            enum_loc, following.string_comp)
