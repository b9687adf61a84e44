# %%
import inspect
def where():
    return inspect.stack()[1].function
where()
