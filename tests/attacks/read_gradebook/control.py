# %%
import sqlite3
with sqlite3.connect("mine.db") as mine:
    mine.execute("create table grades (points)")
    mine.execute("insert into grades values (12)")
