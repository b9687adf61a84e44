# %%
print("\x1b[1mbold\x1b[0m", "progress\rdone", "tab\t", "bell\x07")
