# %%
for step in range(2000):
    print("step", step)

# %% answer=square
def square(x):
    for _ in range(100):
        print("squaring", x)
    return x * x
