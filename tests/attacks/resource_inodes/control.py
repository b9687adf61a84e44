# %%
for number in range(200):
    open(f"{number}.txt", "w").close()
!ls | wc -l
