# %% answer=norm
sum = 0

def norm(v):
    list = [x * x for x in v]
    max = 0.0
    for abs in list:
        max += abs
    return max**0.5
