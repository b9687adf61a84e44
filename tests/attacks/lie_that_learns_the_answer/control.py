# %% answer=norm
calls = []

def norm(v):
    calls.append(v)
    return float((v @ v) ** 0.5)
