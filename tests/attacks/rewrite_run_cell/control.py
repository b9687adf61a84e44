# %%
get_ipython().run_cell("ran = 1")
get_ipython().run_line_magic("matplotlib", "inline")
