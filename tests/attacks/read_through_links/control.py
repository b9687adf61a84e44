# %%
import os
open("mine.txt", "w").write("mine")
os.symlink("mine.txt", "also-mine.txt")
os.link("mine.txt", "mine-too.txt")
open("also-mine.txt").read()
