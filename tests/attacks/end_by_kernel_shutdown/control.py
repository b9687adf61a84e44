# %%
%who
get_ipython().user_ns["seen"] = 1
