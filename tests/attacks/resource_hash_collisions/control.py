# %%
table = {number: number**2 for number in range(10_000)}
len(table)
