# %%
one, M, rng, A, back, dA, right = 1, 2, 3, 4, 5, 6, 7
