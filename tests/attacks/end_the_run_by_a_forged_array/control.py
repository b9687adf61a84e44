# %%
np.zeros(3, dtype="f4,i8"), np.array(["a", "b"]), np.array([None])
