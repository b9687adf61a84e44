# %% answer=center
def center(M):
    return (M - M.mean(axis=0)).astype(np.longdouble).astype(">f8")
