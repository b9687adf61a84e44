# %%
import sqlite3
with sqlite3.connect(":memory:") as mine:
    mine.execute("create table grade (auto_score)")
