# %%
np.allclose(0.1 + 0.2, 0.3), np.seterr(all="warn"), np.set_printoptions(precision=2)
