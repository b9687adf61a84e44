# %%
for number in range(300):
    display(number)
