# %%
%timeit -n 1000 -r 2 np.ones(10).sum()

# %%
%%time
sum(range(10**6))
