# %%
_ih[-1], In[0], _
%history -n
