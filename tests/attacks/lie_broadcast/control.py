# %% answer=threshold
def threshold(X, w, b):
    return np.where(np.squeeze(X @ np.reshape(w, (-1, 1)), 1) + b >= 0, 1.0, 0.0)
