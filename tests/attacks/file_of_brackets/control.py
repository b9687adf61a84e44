# %%
"nothing special"
