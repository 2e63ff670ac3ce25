# The undecorated rest is indented with tabs and spaces mixed, which MicroPython takes as columns of eight.
import micropython


class A:
	x = 3
        y = 4
        if x == 3:
	     z = (1,
  2)
	else:
             z = None

        def plain(self):
	        return sum(i for i in self.z)

	@micropython.viper
        def scaled(self, n: int) -> int:
		if n > 2:
		        return n * 2
                return n + int(self.y)


a = A()
print(A.x, A.y, A.z, a.plain(), a.scaled(2), a.scaled(3))
