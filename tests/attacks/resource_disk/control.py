# %%
np.save("mine.npy", np.ones(10**6))
np.load("mine.npy").sum()
