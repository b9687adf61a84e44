# %% answer=norm
def norm(v):
    while True:
        pass
