# %%
!ls
import csv
rows = list(csv.reader(open("numbers.csv")))
assert rows == [["1", "2"], ["3", "4"]]
