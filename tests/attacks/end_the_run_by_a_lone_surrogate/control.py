# %%
print("whole: \U0001F600, caf\u00e9, \u0416")
