# %% answer=center
def center(M):
    M -= M.mean(axis=0)
    return M
