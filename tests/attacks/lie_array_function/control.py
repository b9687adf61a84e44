# %% answer=center
def center(M):
    return np.asarray(np.asmatrix(M) - M.mean(axis=0))
